//! What a form sends: `application/x-www-form-urlencoded`, as the URL standard reads it (section 5.1).

use percent_encoding::percent_decode;

/// The fields of a form, by name.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads the body of a request.
    pub fn read(body: &[u8]) -> Self {
        let fields = body.split(|byte| *byte == b'&').map(|field| {
            let middle = field.iter().position(|byte| *byte == b'=').unwrap_or(field.len());
            (text(&field[..middle]), text(field.get(middle + 1..).unwrap_or_default()))
        });
        Self(fields.collect())
    }

    /// The text of a field, without blanks around it; empty where there is none.
    pub fn field(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }
}

fn text(bytes: &[u8]) -> String {
    let bytes: Vec<u8> = bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&bytes).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn fields_are_read_as_browsers_write_them() {
        let form = Form::read(b"address=https%3A%2F%2Fa.example%2F%3Fb%3D1%26c&text=+a+%2B+b%C3%BC%0D%0A&empty=&alone");
        let fields = ["address", "text", "empty", "alone", "none"].map(|name| form.field(name));
        assert_eq!(fields, ["https://a.example/?b=1&c", "a + bü", "", "", ""]);
    }
}

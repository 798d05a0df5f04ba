//! A text's HTML as one build keeps it for the next: bytes that are taken apart once somebody asks for it. Most builds
//! that read what was kept render few pages, and no other stage asks for HTML.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::de::Visitor;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::body::Body;

/// A [`Body`], or the bytes of one that nobody has asked for yet.
#[derive(Clone, Default)]
pub struct LateBody {
    body: OnceLock<Body>,
    /// The same as postcard has it; empty where it was never kept.
    kept: Box<[u8]>,
}

impl From<Body> for LateBody {
    fn from(body: Body) -> Self {
        Self { body: OnceLock::from(body), kept: Box::default() }
    }
}

impl Deref for LateBody {
    type Target = Body;

    fn deref(&self) -> &Body {
        // What is kept lies in files with a checksum that only this very program reads: it is as it was written.
        self.body.get_or_init(|| match &*self.kept {
            [] => Body::default(),
            kept => postcard::from_bytes(kept).expect("what was kept is whole"),
        })
    }
}

impl fmt::Debug for LateBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl PartialEq for LateBody {
    fn eq(&self, other: &Self) -> bool {
        let same_bytes = !self.kept.is_empty() && self.kept == other.kept;
        same_bytes || **self == **other
    }
}

impl Eq for LateBody {}

impl Serialize for LateBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.kept.is_empty() {
            // Room for the HTML and what mostly fills its holes.
            let room = Vec::with_capacity(self.html.len() + self.html.len() / 4 + 64);
            serializer.serialize_bytes(&postcard::to_extend(&**self, room).map_err(S::Error::custom)?)
        } else {
            serializer.serialize_bytes(&self.kept)
        }
    }
}

impl<'de> Deserialize<'de> for LateBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Bytes)
    }
}

struct Bytes;

impl Visitor<'_> for Bytes {
    type Value = LateBody;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes of a text's HTML")
    }

    fn visit_bytes<E: serde::de::Error>(self, kept: &[u8]) -> Result<LateBody, E> {
        if kept.is_empty() {
            return Err(E::custom("no HTML has no bytes"));
        }
        Ok(LateBody { body: OnceLock::new(), kept: kept.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::body::{Fill, Hole};

    #[test]
    fn what_is_kept_is_the_same_before_and_after_it_is_asked_for() {
        let body = Body { html: "<p id=\"a\"></p>".to_owned(), holes: vec![Hole { at: 7, fill: Fill::IdPrefix }] };
        for body in [body, Body::default()] {
            let made = LateBody::from(body.clone());
            let bytes = postcard::to_stdvec(&made).expect("written");
            let kept: LateBody = postcard::from_bytes(&bytes).expect("read");
            assert!(kept.body.get().is_none());
            assert_eq!(postcard::to_stdvec(&kept).expect("written"), bytes);
            assert!(kept.body.get().is_none());
            assert_eq!(kept, kept.clone());
            assert_eq!((&*kept, &kept), (&body, &made));
            assert_eq!(postcard::to_stdvec(&kept).expect("written"), bytes);
        }
    }

    #[test]
    fn bytes_that_nothing_was_kept_as_are_refused() {
        assert!(postcard::from_bytes::<LateBody>(&[0]).is_err());
        assert!(postcard::from_bytes::<LateBody>(&[9, 1]).is_err());
    }
}

//! The style sheet of colours that stand in the place of photos while they load: a class for each, as a page's policy
//! allows no style in the page itself.

/// Four steps for each channel: 64 rules, `.tone-012{background:#05a}`.
pub fn stylesheet() -> String {
    let steps = ['0', '5', 'a', 'f'];
    let rule = |tone: usize| {
        let (red, green, blue) = (tone >> 4, (tone >> 2) & 3, tone & 3);
        format!(".tone-{red}{green}{blue}{{background:#{}{}{}}}\n", steps[red], steps[green], steps[blue])
    };
    (0..64).map(rule).collect()
}

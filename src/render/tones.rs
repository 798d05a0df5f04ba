//! The style sheet of colours that stand in the place of photos while they load: a class for each, as a page's policy
//! allows no style in the page itself.

/// Three steps of red and green, two of blue: 18 rules, `.tone-011{background:#28b}`.
pub fn stylesheet() -> String {
    let rule = |tone: usize| {
        let (red, green, blue) = (tone / 6, tone / 2 % 3, tone % 2);
        let colour = [['2', '8', 'd'][red], ['2', '8', 'd'][green], ['4', 'b'][blue]];
        format!(".tone-{red}{green}{blue}{{background:#{}}}\n", colour.iter().collect::<String>())
    };
    (0..18).map(rule).collect()
}

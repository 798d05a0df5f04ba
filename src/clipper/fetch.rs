//! Pages and photos from other servers.

use crate::build::Workspace;
use crate::clip;
use crate::web::{self, Answer, Client, Patience, Reach, Request};

use super::{Found, Trouble};

/// The page at an address on the web; `reach` says whether it may be in a private network.
///
/// # Errors
///
/// When no server answers, or none with a page.
pub fn fetch(url: &str, reach: Reach, workspace: &Workspace) -> Result<Found, Trouble> {
    let request = Request { limit: clip::LARGEST + 1, reach, ..Request::get(url) };
    let answer = ask(&request, workspace)?;
    let media_type = answer.header("content-type").map(str::to_owned);
    Ok(Found { address: Some(answer.url), media_type, bytes: answer.body })
}

/// The answer of a server that has what is asked for; the site's address tells the server who asks.
pub(super) fn ask(request: &Request, workspace: &Workspace) -> Result<Answer, Trouble> {
    let unreached = |why: String| Trouble::Unreached { url: request.url.clone(), why };
    let client = Client::new(&workspace.config.base_url, Patience::default()).map_err(unreached)?;
    let answer = web::wait(client.ask(request)).map_err(|error| unreached(error.to_string()))?;
    let answer = answer.map_err(|failure| unreached(failure.to_string()))?;
    match (answer.status, answer.end) {
        (200..=299, web::End::Cut) => Err(unreached("the answer broke off".to_owned())),
        (200..=299, web::End::Slow) => Err(unreached("the answer took too long".to_owned())),
        (200..=299, _) => Ok(answer),
        (status, _) => Err(Trouble::Status { url: request.url.clone(), status }),
    }
}

//! The site as one browser sees it now, and what stands at an address of it.

use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::Value;

use crate::problem::{Problem, SitePath};
use crate::report::Report;

use super::Server;
use super::angles::Angle;
use super::desk::{State, problems};
use super::press::{Press, Printed};
use super::standpoint::Standpoint;

/// The page for lost readers.
pub(super) const NOT_FOUND: &str = "404.html";

/// The site from a standpoint.
pub(super) struct Scene {
    /// From where it is seen.
    pub standpoint: Standpoint,
    /// Where its pages are made.
    pub press: Arc<Press>,
    /// What is wrong with it: for the server's own standpoint, with what was saved last.
    pub report: Arc<Report>,
}

/// A page of the site as it is now.
pub(super) struct Shown {
    /// The bytes, without anything of the server's.
    pub bytes: Option<Vec<u8>>,
    /// Its status.
    pub status: StatusCode,
    /// The file of the output that it is.
    pub file: String,
    /// What is wrong with this page alone.
    pub problems: Value,
}

impl Server {
    /// The site as it stands, from the standpoint that is asked for where the server shows it from there, else from its
    /// own; none where there is nothing to show yet.
    pub async fn scene(&self, state: &State, asked: Option<Standpoint>) -> Option<Scene> {
        if let Some(asked) = asked.filter(|asked| self.is_open && *asked != self.standpoint)
            && let Some(Angle { press, report }) = self.angles.get(state, &asked).await
        {
            return Some(Scene { standpoint: asked, press, report });
        }
        let press = Arc::clone(state.press.as_ref()?);
        let report = state.report.clone().unwrap_or_default();
        Some(Scene { standpoint: self.standpoint.clone(), press, report })
    }

    /// A problem of one page with its lines counted out.
    fn report(&self, problem: Problem) -> Report {
        let root = &self.root;
        let text_of = |path: &SitePath| {
            let bytes = std::fs::read(root.join(path.as_str())).ok()?;
            Some(Arc::from(String::from_utf8_lossy(&bytes).as_ref()))
        };
        Report::new(vec![problem], &text_of)
    }
}

impl Scene {
    /// The part of a path below the base URL's; none where it is not below it.
    pub fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(&self.press.base_path)?.strip_prefix('/')
    }

    /// What an open page should show now; none where nothing is there, not even a page for lost readers.
    pub async fn look(&self, server: &Server, path: &str) -> Option<Shown> {
        let below = self.below(path)?;
        match self.press.print(below).await {
            Printed::Folder => None,
            Printed::Nothing => self.lost(server).await,
            printed => Some(self.shown(server, below, printed)),
        }
    }

    /// The page for lost readers; none where the theme has none.
    pub async fn lost(&self, server: &Server) -> Option<Shown> {
        let printed = self.press.print(NOT_FOUND).await;
        let is_there = !matches!(printed, Printed::Nothing);
        is_there.then(|| Shown { status: StatusCode::NOT_FOUND, ..self.shown(server, NOT_FOUND, printed) })
    }

    /// What is shown for what was printed: a page whose template fails as it last was.
    pub fn shown(&self, server: &Server, path: &str, printed: Printed) -> Shown {
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        let nothing = Value::Array(Vec::new());
        match printed {
            Printed::File(bytes) => {
                server.seen.keep(&self.standpoint, &file, &bytes);
                Shown { bytes: Some(bytes), status: StatusCode::OK, file, problems: nothing }
            }
            Printed::Broken(problem) => {
                let problems = problems(&server.report(*problem));
                let bytes = server.seen.last(&self.standpoint, &file);
                let status = if bytes.is_some() { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR };
                Shown { bytes, status, file, problems }
            }
            Printed::Unreadable(error) => {
                let problem = serde_json::json!({ "severity": "error", "message": error.to_string(), "file": file });
                Shown { bytes: None, status: StatusCode::NOT_FOUND, file, problems: Value::Array(vec![problem]) }
            }
            Printed::Folder | Printed::Nothing => {
                Shown { bytes: None, status: StatusCode::NOT_FOUND, file, problems: nothing }
            }
        }
    }
}

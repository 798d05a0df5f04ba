//! When the process is asked to stop, by Ctrl-C or SIGTERM.

use std::io;

/// Ends when the process is asked to stop; from the first call on, that alone no longer ends the process.
///
/// # Errors
///
/// When the system does not say.
#[cfg(unix)]
pub async fn asked_to_stop() -> io::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        asked = tokio::signal::ctrl_c() => asked,
        _ = terminate.recv() => Ok(()),
    }
}

/// Ends when the process is asked to stop; from the first call on, that alone no longer ends the process.
///
/// # Errors
///
/// When the system does not say.
#[cfg(not(unix))]
pub async fn asked_to_stop() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}

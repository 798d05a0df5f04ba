//! When the process is asked to stop, by Ctrl-C or SIGTERM.

use std::io;

/// Has a thread wait until the process is asked to stop, and call this each time: with 1 at first. Where the system does
/// not let it wait, the process ends as it does by itself.
pub fn at_each_stop(asked: impl Fn(usize) + Send + 'static) {
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        let mut times = 0;
        while runtime.block_on(asked_to_stop()).is_ok() {
            times += 1;
            asked(times);
        }
    });
}

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

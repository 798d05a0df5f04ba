//! Connections with encryption, under a certificate that stays the same from start to start: browsers ask once whether
//! they should trust it. The interface to tokio-rustls and rcgen.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

/// Where the certificate and its key are, below the folder of build state.
const CERTIFICATE: &str = "tls/certificate.pem";
const KEY: &str = "tls/key.pem";

/// How long a browser may take to agree on keys.
const PATIENCE: Duration = Duration::from_secs(10);

/// The first byte of a connection with TLS: a record of a handshake (RFC 8446, section 5.1).
const HANDSHAKE: u8 = 22;

type Accepted = (TlsStream<TcpStream>, SocketAddr);

/// A port whose connections are encrypted.
pub(super) struct TlsListener {
    accepted: mpsc::Receiver<Accepted>,
    address: SocketAddr,
}

impl TlsListener {
    /// Takes over a port, with the certificate in the `state` folder; where there is none yet, one is made for `host`.
    ///
    /// # Errors
    ///
    /// When the certificate cannot be read or made.
    pub fn new(listener: TcpListener, state: &Path, host: &str) -> io::Result<Self> {
        let acceptor = TlsAcceptor::from(Arc::new(config(state, host)?));
        let address = listener.local_addr()?;
        let (sender, accepted) = mpsc::channel(16);
        tokio::spawn(async move {
            loop {
                // What fails for one connection, or for want of handles, is over with the next.
                let Ok((stream, peer)) = listener.accept().await else {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                };
                tokio::spawn(shake_hands(acceptor.clone(), stream, peer, sender.clone()));
            }
        });
        Ok(Self { accepted, address })
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> Accepted {
        match self.accepted.recv().await {
            Some(accepted) => accepted,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// 64 letters that nobody can guess.
///
/// # Errors
///
/// When the system gives no random numbers.
pub(super) fn secret() -> io::Result<String> {
    let mut bytes = [0; 32];
    let random = ring::default_provider().secure_random;
    random.fill(&mut bytes).map_err(|_| io::Error::other("the system gives no random numbers"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A slow browser keeps no other one waiting.
async fn shake_hands(acceptor: TlsAcceptor, stream: TcpStream, peer: SocketAddr, accepted: mpsc::Sender<Accepted>) {
    let agreed = async {
        let mut first = [0];
        if stream.peek(&mut first).await? == 1 && first[0] != HANDSHAKE {
            return refuse(stream).await.map(|()| None);
        }
        acceptor.accept(stream).await.map(Some)
    };
    if let Ok(Ok(Some(stream))) = tokio::time::timeout(PATIENCE, agreed).await {
        // Nobody takes it when the server stops.
        _ = accepted.send((stream, peer)).await;
    }
}

/// Tells a browser that was sent to `http://` where to go instead of letting it show an empty page.
async fn refuse(mut stream: TcpStream) -> io::Result<()> {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let words = "this server speaks https: begin the address with https://\n";
    let head =
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: ";
    // What was asked has to be read, or closing the connection would take the answer back.
    _ = stream.read(&mut [0; 4096]).await?;
    stream.write_all(format!("{head}{}\r\n\r\n{words}", words.len()).as_bytes()).await?;
    stream.shutdown().await
}

fn config(state: &Path, host: &str) -> io::Result<ServerConfig> {
    let (certificate, key) = (state.join(CERTIFICATE), state.join(KEY));
    if !certificate.exists() && !key.exists() {
        make(&certificate, &key, host)?;
    }
    let broken = |error: &dyn std::fmt::Display| {
        let folder = certificate.parent().unwrap_or(state).display();
        io::Error::other(format!(
            "the certificate in {folder} cannot be used ({error}); delete the folder to have a new one"
        ))
    };
    let chain =
        CertificateDer::pem_file_iter(&certificate).and_then(Iterator::collect).map_err(|error| broken(&error))?;
    let key = PrivateKeyDer::from_pem_file(&key).map_err(|error| broken(&error))?;
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(io::Error::other)?.with_no_client_auth();
    builder.with_single_cert(chain, key).map_err(|error| broken(&error))
}

/// Makes a certificate that vouches for itself, and a key that nobody else on this machine may read.
fn make(certificate: &Path, key: &Path, host: &str) -> io::Result<()> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    if !names.contains(&host.to_owned()) {
        names.push(host.to_owned());
    }
    let made = rcgen::generate_simple_self_signed(names).map_err(io::Error::other)?;
    if let Some(folder) = certificate.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(key)?.write_all(made.signing_key.serialize_pem().as_bytes())?;
    fs::write(certificate, made.cert.pem())
}

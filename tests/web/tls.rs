//! A server on loopback whose certificate nobody vouches for.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

use super::loopback::Server;

/// A server that would say 200, if anybody trusted it.
pub fn self_signed() -> Server {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let certificate = CertificateDer::from_pem_slice(include_bytes!("tls/self-signed.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/key.pem")).expect("a key");
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a pair");
    let config = Arc::new(config);
    Server::raw(move |stream| serve(stream, &config))
}

fn serve(mut socket: TcpStream, config: &Arc<ServerConfig>) {
    let Ok(mut connection) = ServerConnection::new(Arc::clone(config)) else { return };
    let mut stream = Stream::new(&mut connection, &mut socket);
    // Who asks will not trust it and go away.
    if stream.read(&mut [0; 1024]).is_ok() {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok");
    }
}

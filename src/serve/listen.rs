//! Takes a port, with TLS or without, and says who is at the other end.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _, UdpSocket};

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use tokio::net::TcpListener;

use super::tls::TlsListener;

/// How many ports are tried after the one that is asked for.
pub const PORTS: u16 = 20;

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub SocketAddr);

impl Peer {
    /// Whether it is on this machine.
    pub fn is_here(self) -> bool {
        self.0.ip().to_canonical().is_loopback()
    }
}

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// Takes the port that is asked for, or the next that is free.
pub(super) async fn listen(host: &str, port: u16) -> io::Result<TcpListener> {
    let last = if port == 0 { port } else { port.saturating_add(PORTS) };
    for port in port..=last {
        let addresses: Vec<SocketAddr> = (host, port).to_socket_addrs()?.collect();
        match TcpListener::bind(&*addresses).await {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < last => {}
            result => return result,
        }
    }
    Err(io::ErrorKind::AddrInUse.into())
}

/// The name that a browser is sent to.
pub(super) fn name_of(host: &str, address: SocketAddr) -> String {
    match address.ip() {
        ip if ip.is_unspecified() => format!("localhost:{}", address.port()),
        ip if ip.is_ipv6() && host.contains(':') => format!("[{host}]:{}", address.port()),
        _ => format!("{host}:{}", address.port()),
    }
}

/// The number by which other machines reach a server that listens at this address; none where they do not.
pub(super) fn seen_from_outside(address: SocketAddr) -> Option<IpAddr> {
    match address.ip() {
        ip if ip.is_loopback() => None,
        ip if !ip.is_unspecified() => Some(ip),
        ip => {
            // No packet is sent: the system is asked which way one would go (192.0.2.0/24 is nobody's: RFC 5737).
            let (here, there) = if ip.is_ipv4() { ("0.0.0.0:0", "192.0.2.1:9") } else { ("[::]:0", "[2001:db8::1]:9") };
            let socket = UdpSocket::bind(here).ok()?;
            socket.connect(there).ok()?;
            socket.local_addr().ok().map(|address| address.ip()).filter(|ip| !ip.is_loopback() && !ip.is_unspecified())
        }
    }
}

//! The program and the servers of others, all of them on loopback.

mod client;
mod links;
mod loopback;
mod manners;
mod mend;
mod tls;

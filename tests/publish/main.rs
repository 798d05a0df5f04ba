//! Publishing through the real program: what is on the target after it, after every fault, and what a reader gets meanwhile.

mod after;
mod archive;
mod folder;
mod full;
mod git;
mod in_place;
mod kills;
mod messages;
mod server;
mod settings;
mod site;
mod stops;
mod store;
mod waiting;
mod workflows;

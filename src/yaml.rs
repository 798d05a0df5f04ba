//! YAML with limits and places. The interface to serde_yaml.

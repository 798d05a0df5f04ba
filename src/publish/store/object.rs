//! Object stores: Amazon S3 and what speaks its protocol, Google Cloud Storage, Azure Blob Storage. The interface to
//! object_store.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, ClientOptions, Error, ObjectMeta, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions,
    PutResult, RetryConfig, UpdateVersion,
};

use super::words::plain;
use super::{State, Store};
use crate::config::publish::Place;
use crate::publish::dress::Dress;
use crate::publish::failure::Failure;
use crate::publish::live::Listed;
use crate::publish::redact::redact;
use crate::publish::retry::Fault;
use crate::web;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a request may take as a whole.
const REQUEST: Duration = Duration::from_secs(120);
/// How long the answer to a claim may take: a lock's holder has to show in time that it lives, and tries again sooner.
const CLAIM: Duration = Duration::from_secs(5);
/// How long the platform may take to give credentials, where the environment has none.
const CREDENTIALS: Duration = Duration::from_secs(8);
/// Files above this size are sent in parts.
const PARTS_FROM: usize = 48 << 20;
/// The size of a part.
const PART: usize = 8 << 20;

/// A bucket or container.
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    prefix: String,
    runtime: tokio::runtime::Runtime,
}

/// What is asked for credentials before anything else.
type Credentials = std::pin::Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

impl Objects {
    /// Opens the store of a target; asks for credentials, so that a publish without them ends at once.
    ///
    /// # Errors
    ///
    /// Where there are no credentials, or something else that is needed is missing.
    pub fn open(place: &Place) -> Result<Self, Failure> {
        web::install_tls();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| Failure::machine(format!("no connections can be made: {error}")))?;
        // Builders and clients want to be made where they will run.
        let guard = runtime.enter();
        let (store, credentials, prefix) = build(place)?;
        drop(guard);
        let given = runtime.block_on(async { tokio::time::timeout(CREDENTIALS, credentials).await });
        match given {
            Ok(Ok(())) => Ok(Self { store, prefix, runtime }),
            Ok(Err(error)) => Err(no_credentials(place, &chain(&error))),
            Err(_) => Err(no_credentials(place, "the platform gave none in time")),
        }
    }

    fn path(&self, key: &str) -> Result<Path, Fault> {
        let key = if self.prefix.is_empty() { key.to_owned() } else { format!("{}/{key}", self.prefix) };
        // Not `Path::from`, which would write `%C3%BC` for `ü` into the key itself.
        Path::parse(&key).map_err(|error| Failure::refused(format!("no store can hold `{key}`: {error}")).into())
    }

    fn key(&self, path: &Path) -> Option<String> {
        let key = path.as_ref();
        if self.prefix.is_empty() {
            return Some(key.to_owned());
        }
        key.strip_prefix(&self.prefix)?.strip_prefix('/').map(str::to_owned)
    }

    fn wait<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        self.runtime.block_on(work)
    }

    async fn put_in_parts(&self, path: &Path, bytes: bytes::Bytes, options: PutOptions) -> Result<PutResult, Error> {
        let options = object_store::PutMultipartOptions { attributes: options.attributes, ..Default::default() };
        let mut upload = self.store.put_multipart_opts(path, options).await?;
        for start in (0..bytes.len()).step_by(PART) {
            let part = bytes.slice(start..bytes.len().min(start + PART));
            if let Err(error) = upload.put_part(part.into()).await {
                // What cannot be taken back now, the store's own rules for unfinished uploads remove.
                let _ = upload.abort().await;
                return Err(error);
            }
        }
        upload.complete().await
    }
}

impl Store for Objects {
    fn list(&self) -> Result<BTreeMap<String, Listed>, Fault> {
        let prefix = (!self.prefix.is_empty()).then(|| Path::parse(&self.prefix)).transpose();
        let prefix = prefix.map_err(|error| Failure::refused(error.to_string()))?;
        let found: Vec<ObjectMeta> =
            self.wait(self.store.list(prefix.as_ref()).try_collect()).map_err(|error| fault(&error))?;
        let listed = |meta: ObjectMeta| {
            Some((self.key(&meta.location)?, Listed { size: meta.size, stamp: stamp(meta.e_tag, meta.version) }))
        };
        Ok(found.into_iter().filter_map(listed).collect())
    }

    fn get(&self, key: &str) -> Result<Option<(Vec<u8>, State)>, Fault> {
        let path = self.path(key)?;
        let get = async {
            let found = self.store.get(&path).await?;
            let state = State { tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
            Ok((found.bytes().await?.to_vec(), state))
        };
        match self.wait(get) {
            Ok(found) => Ok(Some(found)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(fault(&error)),
        }
    }

    fn put(&self, key: &str, bytes: Vec<u8>, dress: Option<&Dress>) -> Result<Option<String>, Fault> {
        let path = self.path(key)?;
        let options = PutOptions { attributes: attributes(dress), ..PutOptions::default() };
        let result = if bytes.len() > PARTS_FROM {
            self.wait(self.put_in_parts(&path, bytes.into(), options))
        } else {
            self.wait(self.store.put_opts(&path, bytes.into(), options))
        };
        let result = result.map_err(|error| fault(&error))?;
        Ok(stamp(result.e_tag, result.version))
    }

    fn claim(&self, key: &str, bytes: Vec<u8>, over: Option<&State>) -> Result<Option<State>, Fault> {
        let path = self.path(key)?;
        let mode = match over {
            None => PutMode::Create,
            Some(state) => PutMode::Update(UpdateVersion { e_tag: state.tag.clone(), version: state.version.clone() }),
        };
        let options = PutOptions { mode, attributes: attributes(None), ..PutOptions::default() };
        let put = async {
            let put = self.store.put_opts(&path, bytes.into(), options);
            tokio::time::timeout(CLAIM, put).await.map_err(|late| Error::Generic { store: "", source: late.into() })?
        };
        match self.wait(put) {
            Ok(result) => Ok(Some(State { tag: result.e_tag, version: result.version })),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. } | Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(fault(&error)),
        }
    }

    fn copy(&self, from: &str, to: &str) -> Result<bool, Fault> {
        let (from, to) = (self.path(from)?, self.path(to)?);
        match self.wait(self.store.copy(&from, &to)) {
            Ok(()) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(fault(&error)),
        }
    }

    fn delete(&self, keys: &[String]) -> Result<(), Fault> {
        let paths: Result<Vec<Path>, Fault> = keys.iter().map(|key| self.path(key)).collect();
        let paths = stream::iter(paths?.into_iter().map(Ok)).boxed();
        let delete = async {
            let mut deleted = self.store.delete_stream(paths);
            while let Some(one) = deleted.next().await {
                match one {
                    Ok(_) | Err(Error::NotFound { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        };
        self.wait(delete).map_err(|error| fault(&error))
    }
}

/// Makes the store of a target, and what asks for its credentials.
fn build(place: &Place) -> Result<(Arc<dyn ObjectStore>, Credentials, String), Failure> {
    // Attempts are counted by the publish as a whole, which also says so: here nothing is tried twice.
    let retry = RetryConfig { max_retries: 0, retry_timeout: Duration::from_secs(1), ..RetryConfig::default() };
    let options = |is_plain: bool| {
        ClientOptions::new().with_allow_http(is_plain).with_connect_timeout(CONNECT).with_timeout(REQUEST)
    };
    let is_plain = |endpoint: &Option<String>| endpoint.as_ref().is_some_and(|address| address.starts_with("http://"));
    match place {
        Place::S3 { bucket, prefix, region, endpoint } => {
            let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket).with_retry(retry);
            builder = builder.with_client_options(options(is_plain(endpoint)));
            if let Some(region) = region {
                builder = builder.with_region(region);
            }
            if let Some(endpoint) = endpoint {
                builder = builder.with_endpoint(endpoint);
            }
            let store = Arc::new(builder.build().map_err(unusable)?);
            let provider = Arc::clone(store.credentials());
            let credentials = Box::pin(async move { provider.get_credential().await.map(drop) });
            Ok((store, credentials, prefix.clone()))
        }
        Place::Gcs { bucket, prefix, endpoint } => {
            let mut builder = GoogleCloudStorageBuilder::from_env().with_bucket_name(bucket).with_retry(retry);
            builder = builder.with_client_options(options(is_plain(endpoint)));
            if let Some(endpoint) = endpoint {
                builder = builder.with_base_url(endpoint);
            }
            let store = Arc::new(builder.build().map_err(unusable)?);
            let provider = Arc::clone(store.credentials());
            let credentials = Box::pin(async move { provider.get_credential().await.map(drop) });
            Ok((store, credentials, prefix.clone()))
        }
        Place::Azure { account, container, prefix, endpoint } => {
            let mut builder = MicrosoftAzureBuilder::from_env().with_container_name(container).with_retry(retry);
            builder = builder.with_client_options(options(is_plain(endpoint)));
            if let Some(account) = account {
                builder = builder.with_account(account);
            }
            if let Some(endpoint) = endpoint {
                builder = builder.with_endpoint(endpoint.clone());
            }
            let store = Arc::new(builder.build().map_err(unusable)?);
            let provider = Arc::clone(store.credentials());
            let credentials = Box::pin(async move { provider.get_credential().await.map(drop) });
            Ok((store, credentials, prefix.clone()))
        }
        _ => Err(Failure::machine("this target is no object store")),
    }
}

fn attributes(dress: Option<&Dress>) -> Attributes {
    let mut attributes = Attributes::new();
    let Some(dress) = dress else {
        // Records are nobody's business for long.
        attributes.insert(Attribute::CacheControl, "no-store".into());
        return attributes;
    };
    attributes.insert(Attribute::ContentType, dress.content_type.clone().into());
    attributes.insert(Attribute::CacheControl, dress.cache_control.clone().into());
    if let Some(encoding) = dress.encoding {
        attributes.insert(Attribute::ContentEncoding, encoding.name().into());
    }
    attributes
}

/// What changes with an object. Stores put entity tags between quotation marks in one answer and leave them out in
/// another.
fn stamp(tag: Option<String>, version: Option<String>) -> Option<String> {
    tag.map(|tag| tag.trim_matches('"').to_owned()).or(version)
}

fn unusable(error: Error) -> Failure {
    if error.to_string().contains("Account must be specified") {
        return Failure::refused("the storage account is not named")
            .hint("write `account` under the target, or set `AZURE_STORAGE_ACCOUNT_NAME`");
    }
    Failure::refused(format!("the store cannot be used: {}", plain(&chain(&error))))
        .hint("docs/publishing.md says which variables of the environment each kind of store needs")
}

fn no_credentials(place: &Place, why: &str) -> Failure {
    let hint = match place {
        Place::S3 { .. } => {
            "set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` (and `AWS_SESSION_TOKEN` where there is one), or run \
             where the platform gives a role; `aws configure export-credentials --format env` prints those of a profile"
        }
        Place::Gcs { .. } => {
            "name the file of a service account in `GOOGLE_APPLICATION_CREDENTIALS`, or run `gcloud auth \
             application-default login`"
        }
        _ => {
            "set `AZURE_STORAGE_ACCOUNT_KEY`, or `AZURE_STORAGE_CLIENT_ID`, `AZURE_STORAGE_CLIENT_SECRET` and \
             `AZURE_STORAGE_TENANT_ID`"
        }
    };
    // Who sits at a machine of his own is not helped by what its platform, which it has not, did not answer.
    let is_platform = ["169.254.", "metadata", "meta-data", "latest/api/token"].iter().any(|sign| why.contains(sign));
    let why = if is_platform {
        "the environment has none, and this machine's platform gives none".into()
    } else {
        short(why)
    };
    Failure::machine(format!("there are no credentials for the store: {why}")).hint(hint)
}

/// Whether an error may pass, by its kind.
fn fault(error: &Error) -> Fault {
    let told = chain(error);
    let why = short(&plain(&told));
    match error {
        _ if told.contains("RequestTimeTooSkewed") => {
            let failure = Failure::machine(format!("the store refuses: {why}"));
            failure.hint("set the clock of this machine: the store takes requests of this moment alone").into()
        }
        _ if is_refused_to_us(error, &told) => {
            let failure = Failure::machine(format!("the store refuses: {why}"));
            failure.hint("check the credentials, the name of the bucket and what its policy allows").into()
        }
        _ if is_unknown(error, &told) => {
            let failure = Failure::machine(format!("the store does not know this bucket or file: {why}"));
            failure.hint("check the names of bucket and region; Dateline makes no buckets").into()
        }
        Error::NotSupported { .. } | Error::NotImplemented { .. } | Error::InvalidPath { .. } => {
            Failure::machine(format!("the store cannot do this: {why}")).into()
        }
        _ if is_full(&told) => {
            let failure = Failure::machine(format!("the store has no room: {why}"));
            failure.hint("make room there or raise its quota, then run the command again").into()
        }
        _ if is_refused(&told) => {
            let failure = Failure::machine(format!("the store does not take the request: {why}"));
            failure.hint("check `endpoint`, `region` and the name of the bucket in `dateline.yaml`").into()
        }
        _ => Fault::Passing(why),
    }
}

/// Whether the store knows the request and does not want it from us, by its kind or by its status.
fn is_refused_to_us(error: &Error, why: &str) -> bool {
    matches!(error, Error::PermissionDenied { .. } | Error::Unauthenticated { .. })
        || ["401", "403"].contains(&status(why))
}

/// Whether there is no bucket, container or file of that name.
fn is_unknown(error: &Error, why: &str) -> bool {
    matches!(error, Error::NotFound { .. }) || status(why) == "404"
}

/// The status of the answer; empty where there was none.
fn status(why: &str) -> &str {
    why.split("status code: ").nth(1).and_then(|rest| rest.get(..3)).unwrap_or_default()
}

/// What stores say when waiting does not help: there is no room.
fn is_full(why: &str) -> bool {
    ["code: 507", "QuotaExceeded", "InsufficientStorage"].iter().any(|sign| why.contains(sign))
}

/// Whether the answer was a status by which the request itself is at fault, so that it would be the same next time. Some
/// of that kind pass: 408 and S3's name for it, 409 (two requests at once), 425, 429.
fn is_refused(why: &str) -> bool {
    const PASS: [&str; 4] = ["408", "409", "425", "429"];
    let status = status(why);
    let is_asker_at_fault = status.starts_with(['3', '4']) && !PASS.contains(&status);
    (is_asker_at_fault && !why.contains("RequestTimeout")) || why.contains("redirect without LOCATION")
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let more = inner.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        source = inner.source();
    }
    redact(&words)
}

/// The head of a long message, on one line.
fn short(why: &str) -> String {
    const LONGEST: usize = 300;
    let line = why.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::is_refused;

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for why in ["status code: 400 Bad Request", "status code: 301 Moved: x", "Received redirect without LOCATION"] {
            assert!(is_refused(why), "{why}");
        }
        for why in
            ["status code: 503", "status code: 429 Too Many", "status code: 400 <Code>RequestTimeout</Code>", "cut"]
        {
            assert!(!is_refused(why), "{why}");
        }
    }
}

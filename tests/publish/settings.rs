//! What may stand under `publish`, and what may not.

use crate::site::Site;

#[test]
fn each_mistake_is_named() {
    for (publish, words) in [
        ("  live: {path: x}", "`publish.live` does not say what it is"),
        ("  live: {kind: folde, path: x}", "did you mean `folder`?"),
        ("  live: {kind: folder}", "`path` is missing here"),
        ("  live: {kind: folder, path: x, bucket: y}", "`bucket` is not a key of `publish.live`"),
        ("  live: {kind: s3, buckets: y}", "did you mean `bucket`?"),
        ("  live: {kind: s3, bucket: b, secret_access_key: hush}", "no credential stands in this file"),
        ("  live: {kind: s3, bucket: b, secret_access_key: hush}", "AWS_SECRET_ACCESS_KEY"),
        ("  live: {kind: gcs, bucket: b, token: x}", "GOOGLE_APPLICATION_CREDENTIALS"),
        ("  live: {kind: git, remote: \"https://me:hush@host/x.git\"}", "holds a password or a token"),
        ("  live: {kind: git, branch: --mirror}", "cannot be `--mirror`"),
        ("  live: {kind: ssh, host: h, path: relative}", "is no folder that can be published to"),
        ("  live: {kind: ssh, host: h, path: \"/srv/$(reboot)\"}", "is no folder that can be published to"),
        ("  live: {kind: archive, path: site.rar}", "end the name with `.tar.gz` or `.zip`"),
        ("  live: {kind: s3, bucket: b, prefix: ../x}", "is no folder of a target"),
        ("  live: {kind: s3, bucket: b, endpoint: s3.example}", "is no address of a store"),
        ("  live: {kind: folder, path: x, include: \"a[\"}", "is no pattern of paths"),
        ("  live: {kind: folder, path: x, max_deletes: many}", "write a number of files such as `256`"),
        ("  live: {kind: s3, bucket: b, headers: [{cache_control: x}]}", "`match` is missing here"),
        ("  live: {kind: folder, path: x, after: [{websub: nowhere}]}", "leads nowhere"),
        ("  live: {kind: folder, path: x, after: [{invalidate: [purge]}]}", "write `{paths}` as one of its words"),
        (
            "  live: {kind: folder, path: x, after: [{command: [a], websub: \"https://h.example\"}]}",
            "a step of its own",
        ),
        ("  li.ve: {kind: folder, path: x}", "is no name of a target"),
    ] {
        let site = Site::new(publish);
        site.publish(&["--yes"]).ends(1).says(words).keeps_quiet_about("panicked").keeps_quiet_about("hush");
    }
}

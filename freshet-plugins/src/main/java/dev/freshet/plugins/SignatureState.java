package dev.freshet.plugins;

/// What is known about who made a plugin.
public enum SignatureState {
    /// There is no `MANIFEST.txt`.
    UNSIGNED,
    /// There is a manifest and every file is as it says. Freshet does not check the PGP signature
    /// below it, for it has no OpenPGP implementation: whoever can change the files can write a
    /// manifest that fits. So it counts as much as [#UNSIGNED].
    UNVERIFIED,
    /// There is a manifest, and the files are not what it says. Never run.
    MODIFIED,
    /// There is a `MANIFEST.txt` that is not a manifest. Never run.
    INVALID
}

package dev.freshet.engine.broker;

/// The version of the last publication that had one, of publishers that number the states of what
/// they publish (§11).
///
/// Belongs to its [PublicationLog].
final class LastVersion {
    private long version;
    private String epoch = "";

    /// True when a publication of this version brings nothing new. Versions of different epochs are
    /// not compared.
    boolean isOutdated(PublishOptions options) {
        boolean comparable =
                options.versionEpoch().isEmpty() || options.versionEpoch().equals(epoch);
        return options.version() != 0
                && comparable
                && Long.compareUnsigned(options.version(), version) <= 0;
    }

    void note(PublishOptions options) {
        if (options.version() != 0) {
            version = options.version();
            epoch = options.versionEpoch();
        }
    }

    void forget() {
        version = 0;
        epoch = "";
    }
}

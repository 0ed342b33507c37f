package dev.freshet.sources.upstream;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why TLS to a data source failed, as far as its settings can mend it. Java's own words name
/// classes and addresses, and no setting.
public enum TlsTrouble {
    /// Before the others of certificates: what builds the path says why it found none.
    EXPIRED("its certificate has expired", "Renew the certificate of the data source."),
    UNTRUSTED(
            "its certificate is not trusted: unable to find valid certification path to requested"
                    + " target",
            "Set tlsAuthWithCACert, and the secret tlsCACert to the certificate of the authority"
                    + " that signed it."),
    OTHER_NAME(
            "its certificate is for another name",
            "Use a name of the data source that stands in its certificate."),
    CERTIFICATE_WANTED(
            "it wants a certificate of ours",
            "Set tlsAuth and the secrets tlsClientCert and tlsClientKey."),
    CERTIFICATE_REFUSED(
            "it does not accept our certificate",
            "Set the secrets tlsClientCert and tlsClientKey to a certificate that it trusts."),
    NO_TLS(
            "it answers without TLS",
            "Use the data source's port for TLS, or its address without TLS.");

    /// What Java and the drivers say of a certificate that is valid for other names.
    private static final Pattern OTHERS_NAME =
            Pattern.compile(
                    "No (?:name|subject alternative)|correspond to certificate|hostnameverifier",
                    Pattern.CASE_INSENSITIVE);

    private final String reason;
    private final String hint;

    TlsTrouble(String reason, String hint) {
        this.reason = reason;
        this.hint = hint;
    }

    /// What happened, to stand behind `cannot be reached: `.
    public String reason() {
        return reason;
    }

    /// What to do, in the settings' names that most types have.
    public String hint() {
        return hint;
    }

    /// What a failure was caused by; null when it is none of these.
    public static @Nullable TlsTrouble of(@Nullable Throwable failure) {
        var said = new ArrayList<String>();
        boolean untrusted = false;
        for (var each = failure; each != null; each = each.getCause()) {
            if (each instanceof CertificateExpiredException) {
                return EXPIRED;
            }
            untrusted |= each instanceof CertPathBuilderException;
            said.add(String.valueOf(each.getMessage()));
        }
        return untrusted ? UNTRUSTED : byWords(said);
    }

    private static @Nullable TlsTrouble byWords(List<String> said) {
        var all = String.join("\n", said);
        if (OTHERS_NAME.matcher(all).find()) {
            return OTHER_NAME;
        }
        if (all.contains("fatal alert: certificate_required")) {
            return CERTIFICATE_WANTED;
        }
        if (all.matches("(?s).*fatal alert: (unknown_ca|bad_certificate|certificate_\\w+).*")) {
            return CERTIFICATE_REFUSED;
        }
        return all.contains("Unrecognized SSL message") || all.contains("not an SSL/TLS record")
                ? NO_TLS
                : null;
    }
}

package dev.freshet.server.serverapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.AuthRequest;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Authenticator;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.config.Secret;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiAuthenticatorTest {
    private static final String KEY = "correct-horse-battery";

    private static AuthResult ask(
            String key, boolean admins, AuthResult ordinary, Map<String, String> headers) {
        Authenticator other = _ -> CompletableFuture.completedFuture(ordinary);
        var request =
                new AuthRequest(
                        "POST",
                        "/api/live/server/publish",
                        headers::get,
                        _ -> null,
                        _ -> null,
                        new InetSocketAddress(1));
        return new ApiAuthenticator(new Secret(key), admins, other)
                .authenticate(request)
                .toCompletableFuture()
                .join();
    }

    private static AuthResult signedIn(Role role, AuthKind kind) {
        return new AuthResult.SignedIn(
                new SignedInUser(7, "u7", "ada", "Ada", 1, role, Set.of(), kind));
    }

    private static ProblemType refusal(AuthResult result) {
        assertThat(result).isInstanceOf(AuthResult.Refused.class);
        return ((AuthResult.Refused) result).problem().type();
    }

    @ParameterizedTest
    @CsvSource({
        "X-API-Key, correct-horse-battery",
        "Authorization, apikey correct-horse-battery",
        "Authorization, ApiKey  correct-horse-battery"
    })
    void theKeyLetsItsHolderInAsAdmin(String header, String value) {
        var result = ask(KEY, false, new AuthResult.NoCredentials(), Map.of(header, value));

        assertThat(result).isEqualTo(new AuthResult.SignedIn(Caller.KEY_HOLDER));
    }

    @ParameterizedTest
    @CsvSource({
        "X-API-Key, correct-horse-batterz",
        "X-API-Key, correct-horse-batter",
        "X-API-Key, correct-horse-battery-staple",
        "Authorization, apikey wrong",
        "Authorization, apikey "
    })
    void anotherKeyIsRefusedEvenBesideAnAdminsToken(String header, String value) {
        var admin = signedIn(Role.ADMIN, AuthKind.TOKEN);

        assertThat(refusal(ask(KEY, true, admin, Map.of(header, value + " "))))
                .isEqualTo(ProblemType.AUTH_UNKNOWN_KEY);
    }

    @Test
    void noKeyIsRightWhereNoneIsSet() {
        var admin = signedIn(Role.ADMIN, AuthKind.TOKEN);

        assertThat(refusal(ask("", true, admin, Map.of("X-API-Key", KEY))))
                .isEqualTo(ProblemType.AUTH_UNKNOWN_KEY);
    }

    @Test
    void adminsComeInOnlyWhereTheyMay() {
        var admin = signedIn(Role.ADMIN, AuthKind.TOKEN);

        assertThat(ask(KEY, true, admin, Map.of())).isEqualTo(admin);
        assertThat(refusal(ask(KEY, false, admin, Map.of()))).isEqualTo(ProblemType.UNAUTHORIZED);
    }

    @Test
    void anonymousViewersStayOutsideWhateverTheirRole() {
        var anonymous = signedIn(Role.ADMIN, AuthKind.ANONYMOUS);

        assertThat(refusal(ask(KEY, true, anonymous, Map.of())))
                .isEqualTo(ProblemType.UNAUTHORIZED);
        assertThat(
                        refusal(
                                ask(
                                        KEY,
                                        true,
                                        new AuthResult.NoCredentials(),
                                        Map.of("X-API-Key", " "))))
                .isEqualTo(ProblemType.UNAUTHORIZED);
    }

    @Test
    void whatTheOrdinaryAuthenticationRefusesStaysRefused() {
        var refused = new AuthResult.Refused(Problem.of(ProblemType.AUTH_UNKNOWN_TOKEN, "no"));

        assertThat(ask(KEY, true, refused, Map.of())).isEqualTo(refused);
    }
}

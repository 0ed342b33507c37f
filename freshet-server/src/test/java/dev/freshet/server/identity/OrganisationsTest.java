package dev.freshet.server.identity;

import static dev.freshet.server.identity.IdentityFixture.basic;
import static dev.freshet.server.identity.IdentityFixture.done;
import static dev.freshet.server.identity.IdentityFixture.now;
import static dev.freshet.server.identity.IdentityFixture.refusal;
import static dev.freshet.server.identity.IdentityFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.server.TestClock;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.problem.ProblemType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrganisationsTest {
    @TempDir Path directory;
    private IdentityFixture fixture;
    private Organisations orgs;

    @BeforeEach
    void open() throws Exception {
        fixture = IdentityFixture.open(directory);
        orgs = fixture.identity.organisations();
        fixture.user("ann", Role.ADMIN, "correct horse");
        fixture.user("bob", Role.VIEWER, "correct horse");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theMainOrganisationIsThereAndStays() {
        assertThat(now(orgs.list()))
                .extracting(listed -> listed.organisation().name(), Organisations.Listed::members)
                .containsExactly(tuple("Main Org.", 2L));
        assertThat(refused(orgs.delete("1", true))).isEqualTo(ProblemType.ORG_IS_MAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb"})
    void impossibleNamesAreRefused(String name) {
        assertThat(refused(orgs.create(name))).isEqualTo(ProblemType.ORG_BAD_VALUE);
    }

    @Test
    void aNameIsThereOnce() {
        done(orgs.create("Second"));

        assertThat(refused(orgs.create("Second"))).isEqualTo(ProblemType.ORG_EXISTS);
        assertThat(refused(orgs.rename("1", "Second"))).isEqualTo(ProblemType.ORG_EXISTS);
        assertThat(refused(orgs.rename("3", "Third"))).isEqualTo(ProblemType.ORG_UNKNOWN);
        assertThat(done(orgs.rename("Second", "Third")).name()).isEqualTo("Third");
    }

    @Test
    void aMemberIsInTheOrganisationThatTheRequestNamesWithTheRoleThere() {
        done(orgs.create("Second"));
        done(orgs.addUser("2", "bob", Role.ADMIN));

        assertThat(signedIn(ask("bob", ""))).extracting(SignedInUser::orgId).isEqualTo(1L);
        assertThat(signedIn(ask("bob", "0"))).extracting(SignedInUser::orgId).isEqualTo(1L);
        var there = signedIn(ask("bob", "2"));
        assertThat(there.orgId()).isEqualTo(2);
        assertThat(there.role()).isEqualTo(Role.ADMIN);
        assertThat(there.permissions()).contains("live:push");
    }

    @Test
    void whoIsNoMemberIsRefusedAlikeWhetherItExistsOrNot() {
        done(orgs.create("Second"));

        assertThat(refusal(ask("ann", "2"))).isEqualTo(ProblemType.AUTH_NOT_A_MEMBER);
        assertThat(refusal(ask("ann", "77"))).isEqualTo(ProblemType.AUTH_NOT_A_MEMBER);
        assertThat(refusal(ask("ann", "second"))).isEqualTo(ProblemType.BAD_REQUEST);
    }

    @Test
    void aStrangerIsInTheMainOrganisationOnly() throws Exception {
        fixture.close();
        fixture =
                IdentityFixture.open(
                        directory, new TestClock(), IdentityFixture.withAnonymous(Role.VIEWER));

        assertThat(refusal(fixture.ask(Map.of("x-grafana-org-id", "2"))))
                .isEqualTo(ProblemType.AUTH_NOT_A_MEMBER);
        assertThat(signedIn(fixture.ask(Map.of("x-grafana-org-id", "1"))).orgId()).isEqualTo(1);
    }

    @Test
    void aTokenOfAnOrganisationIsAtHomeThere() {
        done(orgs.create("Second"));

        var there = done(fixture.identity.tokens().create("t", Role.EDITOR, "Second", null));
        var here = done(fixture.identity.tokens().create("t", Role.VIEWER, null, null));

        assertThat(signedIn(fixture.askWithToken(there.secret())).orgId()).isEqualTo(2);
        assertThat(signedIn(fixture.askWithToken(here.secret())).orgId()).isEqualTo(1);
        assertThat(refused(fixture.identity.tokens().create("t", Role.EDITOR, "9", null)))
                .isEqualTo(ProblemType.ORG_UNKNOWN);
    }

    @Test
    void everyOrganisationKeepsItsOnlyAdministrator() {
        done(orgs.create("Second"));
        done(orgs.addUser("2", "bob", Role.ADMIN));

        assertThat(refused(orgs.addUser("2", "bob", Role.VIEWER)))
                .isEqualTo(ProblemType.USER_LAST_ADMIN);
        assertThat(refused(orgs.removeUser("2", "bob"))).isEqualTo(ProblemType.USER_LAST_ADMIN);
        assertThat(refused(fixture.identity.users().delete("bob")))
                .isEqualTo(ProblemType.USER_LAST_ADMIN);
        done(orgs.addUser("2", "ann", Role.ADMIN));
        done(orgs.removeUser("2", "bob"));
        assertThat(refusal(ask("bob", "2"))).isEqualTo(ProblemType.AUTH_NOT_A_MEMBER);
    }

    @Test
    void whoLeavesTheirOwnOrganisationIsInAnotherOne() {
        done(orgs.create("Second"));
        done(orgs.addUser("2", "bob", Role.EDITOR));
        var before = signedIn(ask("bob", ""));

        done(orgs.removeUser("1", "bob"));

        assertThat(signedIn(ask("bob", "")).orgId()).isEqualTo(2);
        assertThat(fixture.identity.recheck(before)).isEmpty();
        assertThat(refused(orgs.removeUser("2", "bob"))).isEqualTo(ProblemType.ORG_LAST_ONE);
        assertThat(refused(orgs.removeUser("1", "bob"))).isEqualTo(ProblemType.USER_UNKNOWN);
    }

    @Test
    void withAnOrganisationGoWhoBelongToNoOther() {
        done(orgs.create("Second"));
        done(orgs.addUser("2", "ann", Role.ADMIN));
        done(orgs.addUser("2", "bob", Role.VIEWER));
        done(orgs.removeUser("1", "bob"));
        done(fixture.identity.tokens().create("t", Role.EDITOR, "2", null));

        assertThat(refused(orgs.delete("Second", false))).isEqualTo(ProblemType.ORG_LAST_ONE);
        assertThat(signedIn(ask("bob", "")).orgId()).isEqualTo(2);

        var deleted = done(orgs.delete("Second", true));

        assertThat(deleted.accounts()).containsExactly("bob", "sa-2-t");
        assertThat(now(fixture.identity.users().list()))
                .extracting(Account::login)
                .containsExactly("ann");
        assertThat(refusal(ask("ann", "2"))).isEqualTo(ProblemType.AUTH_NOT_A_MEMBER);
    }

    private AuthResult ask(String login, String org) {
        return fixture.ask(
                Map.of("authorization", basic(login, "correct horse"), "x-grafana-org-id", org));
    }

    private static SignedInUser signedIn(AuthResult result) {
        return ((AuthResult.SignedIn) result).user();
    }
}

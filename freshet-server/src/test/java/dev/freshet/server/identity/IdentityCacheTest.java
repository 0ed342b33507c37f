package dev.freshet.server.identity;

import static dev.freshet.server.identity.IdentityFixture.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.server.auth.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityCacheTest {
    @TempDir Path directory;
    private IdentityFixture server;
    private IdentityCache cache;

    @BeforeEach
    void open() throws Exception {
        server = IdentityFixture.open(directory);
        server.user("ann", Role.VIEWER, "correct horse");
        cache = new IdentityCache(server.database);
        now(cache.load());
    }

    @AfterEach
    void close() {
        server.close();
    }

    /// It forgot everybody: once an hour, when a backup held the tables while ended sessions were
    /// deleted, all were signed out and their connections closed.
    @Test
    void aChangeThatFailsSignsNobodyOut() {
        var change =
                cache.change(handle -> {
                    AccountTable.setRole(handle, 1, Organisation.MAIN, Role.ADMIN);
                    throw new IllegalStateException("the disk is full");
                });

        assertThatThrownBy(() -> now(change)).hasMessageContaining("the disk is full");
        assertThat(cache.account("ann"))
                .isNotNull()
                .extracting(Account::role)
                .isEqualTo(Role.VIEWER);
        now(cache.refresh());
        assertThat(cache.picture().version()).isPositive();
        assertThat(cache.account("ann"))
                .isNotNull()
                .extracting(Account::role)
                .isEqualTo(Role.VIEWER);
    }
}

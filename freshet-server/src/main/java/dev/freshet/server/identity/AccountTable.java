package dev.freshet.server.identity;

import dev.freshet.server.auth.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// SQL of the table `account`.
final class AccountTable {
    private AccountTable() {}

    static List<Account> all(Handle handle) {
        return handle.createQuery("select * from account order by id")
                .map(AccountTable::account)
                .list();
    }

    static long insert(Handle handle, Account account) {
        return handle.createUpdate(
                        """
                        insert into account (kind, login, name, email, org_id, role, disabled, password, created_at)
                        values (:kind, :login, :name, :email, :org, :role, :disabled, :password, :created)
                        """)
                .bind("kind", account.kind().stored())
                .bind("login", account.login())
                .bind("name", account.name())
                .bind("email", account.email())
                .bind("org", account.orgId())
                .bind("role", account.role().name())
                .bind("disabled", account.disabled())
                .bind("password", text(account.password()))
                .bind("created", account.createdAt().toEpochMilli())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
    }

    static void setPassword(Handle handle, long id, PasswordHash password) {
        handle.createUpdate("update account set password = :password where id = :id")
                .bind("password", password.text())
                .bind("id", id)
                .execute();
    }

    static void setRole(Handle handle, long id, Role role) {
        handle.createUpdate("update account set role = :role where id = :id")
                .bind("role", role.name())
                .bind("id", id)
                .execute();
    }

    static void setDisabled(Handle handle, long id, boolean disabled) {
        handle.createUpdate("update account set disabled = :disabled where id = :id")
                .bind("disabled", disabled)
                .bind("id", id)
                .execute();
    }

    static void delete(Handle handle, long id) {
        handle.createUpdate("delete from account where id = :id").bind("id", id).execute();
    }

    private static Account account(ResultSet row, StatementContext context) throws SQLException {
        var password = row.getString("password");
        return new Account(
                row.getLong("id"),
                row.getString("kind").equals(Account.Kind.USER.stored())
                        ? Account.Kind.USER
                        : Account.Kind.SERVICE,
                row.getString("login"),
                row.getString("name"),
                row.getString("email"),
                row.getLong("org_id"),
                Role.valueOf(row.getString("role")),
                row.getBoolean("disabled"),
                password == null ? null : new PasswordHash(password),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static @Nullable String text(@Nullable PasswordHash password) {
        return password == null ? null : password.text();
    }
}

package dev.freshet.server.identity;

import dev.freshet.server.auth.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// SQL of the tables `account` and `org_member`.
final class AccountTable {
    private AccountTable() {}

    static List<Account> all(Handle handle) {
        var roles = roles(handle);
        return handle.createQuery("select * from account order by id")
                .map((row, _) -> account(row, roles.getOrDefault(row.getLong("id"), Map.of())))
                .list();
    }

    private static Map<Long, Map<Long, Role>> roles(Handle handle) {
        return handle.createQuery("select * from org_member")
                .reduceResultSet(
                        new HashMap<>(),
                        (roles, row, _) -> {
                            roles.computeIfAbsent(row.getLong("account_id"), _ -> new HashMap<>())
                                    .put(
                                            row.getLong("org_id"),
                                            Role.valueOf(row.getString("role")));
                            return roles;
                        });
    }

    static void insert(Handle handle, Account account) {
        long id = insertAlone(handle, account);
        account.roles().forEach((org, role) -> setRole(handle, id, org, role));
    }

    private static long insertAlone(Handle handle, Account account) {
        return handle.createUpdate(
                        """
                        insert into account (kind, login, name, email, org_id, disabled, password, created_at)
                        values (:kind, :login, :name, :email, :org, :disabled, :password, :created)
                        """)
                .bind("kind", account.kind().stored())
                .bind("login", account.login())
                .bind("name", account.name())
                .bind("email", account.email())
                .bind("org", account.orgId())
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

    /// Makes it a member, or changes what it is.
    static void setRole(Handle handle, long id, long orgId, Role role) {
        handle.createUpdate(
                        """
                        insert into org_member (org_id, account_id, role) values (:org, :id, :role)
                        on conflict (org_id, account_id) do update set role = excluded.role
                        """)
                .bind("org", orgId)
                .bind("id", id)
                .bind("role", role.name())
                .execute();
    }

    /// Ends a membership; the account is in `other` when it names none, if it was in this one.
    static void leave(Handle handle, Account account, long orgId, long other) {
        if (account.orgId() == orgId) {
            handle.createUpdate("update account set org_id = :other where id = :id")
                    .bind("other", other)
                    .bind("id", account.id())
                    .execute();
        }
        handle.createUpdate("delete from org_member where org_id = :org and account_id = :id")
                .bind("org", orgId)
                .bind("id", account.id())
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

    private static Account account(ResultSet row, Map<Long, Role> roles) throws SQLException {
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
                roles,
                row.getBoolean("disabled"),
                password == null ? null : new PasswordHash(password),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static @Nullable String text(@Nullable PasswordHash password) {
        return password == null ? null : password.text();
    }
}

-- People and service accounts share one number space: it is the user of a connection.
create table account (
    id         integer primary key autoincrement,
    kind       text    not null check (kind in ('user', 'service')),
    login      text    not null unique, -- in lower case
    name       text    not null,
    email      text    not null,
    org_id     integer not null,
    role       text    not null check (role in ('VIEWER', 'EDITOR', 'ADMIN')),
    disabled   integer not null default 0,
    password   text,                    -- algorithm, parameters, salt and hash; null: no password
    created_at integer not null         -- milliseconds since 1970, as all times here
);

create table session (
    id         integer primary key autoincrement,
    account_id integer not null references account (id) on delete cascade,
    digest     blob    not null unique, -- SHA-256 of the cookie's value
    created_at integer not null,
    seen_at    integer not null
);
create index session_account on session (account_id);

create table token (
    id         integer primary key autoincrement,
    account_id integer not null references account (id) on delete cascade,
    name       text    not null,
    digest     blob    not null unique, -- SHA-256 of the token
    created_at integer not null,
    expires_at integer,
    used_at    integer
);
create index token_account on token (account_id);

-- Counts what other processes must hear of; a server that sees another number reads everything again.
create table identity_version (
    version integer not null
);
insert into identity_version values (1);

create trigger account_made after insert on account
begin
    update identity_version set version = version + 1;
end;
create trigger account_changed after update on account
begin
    update identity_version set version = version + 1;
end;
create trigger account_gone after delete on account
begin
    update identity_version set version = version + 1;
end;
create trigger token_made after insert on token
begin
    update identity_version set version = version + 1;
end;
create trigger token_gone after delete on token
begin
    update identity_version set version = version + 1;
end;
create trigger session_gone after delete on session
begin
    update identity_version set version = version + 1;
end;

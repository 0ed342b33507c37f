create table org (
    id         integer primary key autoincrement,
    name       text    not null unique,
    created_at integer not null
);
insert into org values (1, 'Main Org.', cast(strftime('%s', 'now') as integer) * 1000);

-- Who belongs to which organisation, and as what; account.org_id is the one they are in when they
-- name none, and always one of these.
create table org_member (
    org_id     integer not null references org (id) on delete cascade,
    account_id integer not null references account (id) on delete cascade,
    role       text    not null check (role in ('VIEWER', 'EDITOR', 'ADMIN')),
    primary key (org_id, account_id)
);
create index org_member_account on org_member (account_id);
insert into org_member select 1, id, role from account;
update account set org_id = 1;
alter table account drop column role;

create trigger org_made after insert on org
begin
    update identity_version set version = version + 1;
end;
create trigger org_changed after update on org
begin
    update identity_version set version = version + 1;
end;
create trigger org_gone after delete on org
begin
    update identity_version set version = version + 1;
end;
create trigger org_member_made after insert on org_member
begin
    update identity_version set version = version + 1;
end;
create trigger org_member_changed after update on org_member
begin
    update identity_version set version = version + 1;
end;
create trigger org_member_gone after delete on org_member
begin
    update identity_version set version = version + 1;
end;

-- Goes into the key that secrets are encrypted with, so that two servers with one secret_key have
-- different keys.
create table secret_salt (
    salt blob not null
);
insert into secret_salt values (randomblob(16));

-- A plugin process knows a data source by its number alone: autoincrement, because a number that
-- was handed out again would make it work with the address and secrets of the one before.
create table data_source (
    id               integer primary key autoincrement,
    org_id           integer not null references org (id) on delete cascade,
    uid              text    not null,
    name             text    not null,
    type             text    not null,
    access           text    not null,
    url              text    not null,
    login            text    not null,
    database_name    text    not null,
    basic_auth       integer not null,
    basic_auth_user  text    not null,
    with_credentials integer not null,
    is_default       integer not null,
    json_data        text    not null, -- one JSON object
    secrets          text    not null, -- a JSON object of encrypted texts
    read_only        integer not null,
    provisioned      integer not null,
    updated_at       integer not null, -- when what a plugin sees of it changed last
    unique (org_id, uid),
    unique (org_id, name)
);
create unique index data_source_default on data_source (org_id) where is_default = 1;

create table data_source_old_uid (
    org_id         integer not null,
    uid            text    not null,
    data_source_id integer not null references data_source (id) on delete cascade,
    changed_at     integer not null,
    primary key (org_id, uid)
);
create index data_source_old_uid_id on data_source_old_uid (data_source_id);

-- Counts like identity_version.
create table data_source_version (
    version integer not null
);
insert into data_source_version values (1);

create trigger data_source_made after insert on data_source
begin
    update data_source_version set version = version + 1;
end;
create trigger data_source_changed after update on data_source
begin
    update data_source_version set version = version + 1;
end;
create trigger data_source_gone after delete on data_source
begin
    update data_source_version set version = version + 1;
end;
create trigger data_source_old_uid_made after insert on data_source_old_uid
begin
    update data_source_version set version = version + 1;
end;
create trigger data_source_old_uid_changed after update on data_source_old_uid
begin
    update data_source_version set version = version + 1;
end;
create trigger data_source_old_uid_gone after delete on data_source_old_uid
begin
    update data_source_version set version = version + 1;
end;

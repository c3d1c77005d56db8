-- The audit log. The owner runs this; ${writer} is the role of the service at work. Rows are inserted and read, never
-- changed: by grants, and by triggers that session_replication_role cannot skip. A superuser can still do anything;
-- the proofs and the checkpoints outside this database are what finds that out.

create schema audit;
grant usage on schema audit to ${writer};

create table audit.fence (
    log   text primary key,
    epoch bigint not null check (epoch > 0)
);
comment on table audit.fence is 'Who may append: locked by every append, raised by whoever takes the log over. The only rows the writer updates';

create table audit.log_key (
    log          text not null,
    purpose      text not null check (purpose in ('note', 'identity', 'epoch')),
    fingerprint  text not null,
    verifier_key text,
    valid_from   timestamptz not null,
    primary key (log, purpose, fingerprint)
);
comment on table audit.log_key is 'Which keys the log was written with; of the note keys the public half. The secrets are files elsewhere';

create table audit.head (
    log           text not null,
    size          bigint not null check (size >= 0),
    root          bytea not null check (length(root) = 32),
    compact_range bytea not null,
    epoch         bigint not null,
    recorded_at   timestamptz not null,
    primary key (log, size)
);
comment on table audit.head is 'One row a commit: the tree after it';

create table audit.tile (
    log    text not null,
    level  integer not null check (level between 0 and 63),
    idx    bigint not null,
    hashes bytea not null check (length(hashes) = 8192),
    root   bytea not null check (length(root) = 32),
    primary key (log, level, idx)
);
comment on table audit.tile is 'Full tiles only; unfinished ones are derived from leaf hashes and roots';

create table audit.checkpoint (
    log       text not null,
    size      bigint not null,
    note      text not null,
    signed_at timestamptz not null,
    primary key (log, size)
);
comment on table audit.checkpoint is 'Every checkpoint signed, after it was agreed to by the store outside this database';

create table audit.entry (
    log         text not null,
    idx         bigint not null check (idx >= 0),
    recorded_at timestamptz not null,
    kind        text not null,
    action      text not null,
    outcome     text not null,
    run         text,
    deploy      text,
    leaf_hash   bytea not null check (length(leaf_hash) = 32),
    leaf        bytea not null,
    primary key (log, idx)
);
create index entry_run on audit.entry (log, run, idx) where run is not null;
create index entry_time on audit.entry using brin (recorded_at);
comment on column audit.entry.leaf is 'The bytes that were hashed; the columns before repeat words of it and are checked against it';

create table audit.facts (
    log   text not null,
    idx   bigint not null,
    facts bytea not null,
    primary key (log, idx)
);

create table audit.payload (
    log         text not null,
    idx         bigint not null,
    key_epoch   integer not null,
    wrapped_seed bytea not null,
    body        bytea not null,
    primary key (log, idx)
);
comment on table audit.payload is 'The masked body and the salts, encrypted; a row can be erased without touching a proof';
alter table audit.payload alter column body set storage external;

create table audit.search_token (
    log   text not null,
    token bytea not null,
    idx   bigint not null,
    slot  integer not null,
    primary key (log, token, idx, slot)
);
comment on table audit.search_token is 'Keyed tokens of the words that may point to a person; committed to in the leaf, erasable';

-- Rows arrive by rising index, so a few bytes a block find them by index for checks and erasure.
create index search_token_place on audit.search_token using brin (idx);

create table audit.entry_dataset (
    log       text not null,
    namespace text not null,
    name      text not null,
    idx       bigint not null,
    primary key (log, namespace, name, idx)
);

create index entry_dataset_place on audit.entry_dataset using brin (idx);

create table audit.dedupe (
    log   text not null,
    token bytea not null,
    idx   bigint not null,
    primary key (log, token)
);
comment on table audit.dedupe is 'Keyed hash of each text that was appended';

create index dedupe_place on audit.dedupe using brin (idx);

create table audit.idempotency (
    log        text not null,
    key_token  bytea not null,
    text_token bytea not null,
    idx        bigint not null,
    primary key (log, key_token)
);
comment on table audit.idempotency is 'Keyed hash of each key a caller gave, and of the text it stands for';

create function audit.refuse() returns trigger language plpgsql as $$
begin
    raise exception '% on audit.% is refused: the log is only ever appended to', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end $$;

create function audit.fence_rises() returns trigger language plpgsql as $$
begin
    if new.log <> old.log or new.epoch <= old.epoch then
        raise exception 'the epoch of log % only rises', old.log using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

do $$
declare
    name text;
begin
    foreach name in array array['log_key', 'head', 'tile', 'checkpoint', 'entry', 'facts', 'entry_dataset', 'dedupe', 'idempotency'] loop
        execute format('create trigger insert_only before update or delete or truncate on audit.%I'
            ' for each statement execute function audit.refuse()', name);
        execute format('alter table audit.%I enable always trigger insert_only', name);
        execute format('grant select, insert on audit.%I to ${writer}', name);
    end loop;
    foreach name in array array['payload', 'search_token'] loop
        execute format('create trigger never_changed before update or truncate on audit.%I'
            ' for each statement execute function audit.refuse()', name);
        execute format('alter table audit.%I enable always trigger never_changed', name);
        execute format('grant select, insert on audit.%I to ${writer}', name);
    end loop;
end $$;

create trigger epoch_rises before update on audit.fence for each row execute function audit.fence_rises();
create trigger never_removed before delete or truncate on audit.fence for each statement execute function audit.refuse();
alter table audit.fence enable always trigger epoch_rises;
alter table audit.fence enable always trigger never_removed;
grant select, insert, update on audit.fence to ${writer};

-- The change store: ordinal -> (traces, transaction, commit, row counts). A projection of the audit log, rebuilt by
-- deleting its rows and its position. Tables that grow with the data are partitioned by ordinal range: one source
-- incarnation is one range of 2^48 ordinals, so a later range is attached as its own partition (and old ones detached)
-- without touching the rows of the default one.

create table source (
    id            integer generated always as identity primary key,
    name          text not null unique,
    first_seen_at timestamptz not null
);
comment on table source is 'A captured database, as the capture names it';

create table source_incarnation (
    incarnation integer primary key check (incarnation between 0 and 32767),
    source_id   integer not null references source (id)
);
comment on table source_incarnation is 'Ordinals are unique across sources because an incarnation belongs to one';

create table change_dataset (
    id        integer generated always as identity primary key,
    namespace text not null,
    name      text not null,
    unique (namespace, name)
);

create table change_batch (
    source_id     integer not null references source (id),
    first_ordinal bigint not null,
    last_ordinal  bigint not null,
    stream_id     text,
    stream_seq    text,
    stream_prev   text,
    log           text not null,
    log_index     bigint not null,
    conflicts     integer not null default 0,
    primary key (log, log_index)
);
create index change_batch_range on change_batch (first_ordinal, last_ordinal);
comment on table change_batch is 'Which log entry told of which range of ordinals';
comment on column change_batch.conflicts is 'Transactions of this entry that an earlier entry had told otherwise; the earlier one holds';

create table change_transaction (
    ordinal      bigint not null check (ordinal >= 0),
    source_id    integer not null,
    txid         bigint not null,
    commit_lsn   text not null,
    commit_ts    timestamptz not null,
    tag_source   text not null,
    log          text not null,
    log_index    bigint not null,
    content_hash bytea not null,
    primary key (ordinal)
) partition by range (ordinal);
create table change_transaction_default partition of change_transaction default;
comment on column change_transaction.tag_source is 'What supplied the first trace, or why there is none';
comment on column change_transaction.content_hash is 'SHA-256 over all of the transaction''s fields: a repeat must match it';

create table change_trace (
    ordinal    bigint not null,
    position   smallint not null,
    trace_id   uuid not null,
    span_id    bytea,
    tag_source text not null,
    origin     text not null,
    primary key (ordinal, position)
) partition by range (ordinal);
create table change_trace_default partition of change_trace default;
create index change_trace_by_trace on change_trace (trace_id, ordinal);
comment on table change_trace is 'The traces bound to a transaction, first bound first; erasing a row here erases it from every tag set';

create table change_count (
    ordinal    bigint not null,
    dataset_id integer not null,
    rows       integer not null,
    created    integer not null,
    updated    integer not null,
    deleted    integer not null,
    read       integer not null,
    truncated  integer not null,
    primary key (ordinal, dataset_id)
) partition by range (ordinal);
create table change_count_default partition of change_count default;

create table follower_position (
    follower   text not null,
    log        text not null,
    next_index bigint not null,
    epoch      bigint not null,
    primary key (follower, log)
);
comment on column follower_position.next_index is 'The first log index a projection in PostgreSQL has not applied, moved in the transaction that applies; 0 for projections that keep their own';
comment on column follower_position.epoch is 'Raised by every new leader';

create table report (
    name       text primary key,
    namespace  text not null,
    dataset    text not null,
    keys       text not null,
    measures   text not null,
    updated_at timestamptz not null
);

create table api_key (
    name       text primary key,
    key_hash   text not null unique,
    roles      text not null,
    created_at timestamptz not null,
    revoked_at timestamptz
);

grant usage on schema rowtrail to ${writer};
grant select, insert on source, source_incarnation, change_dataset, change_batch, change_transaction, change_trace, change_count to ${writer};
grant select, insert, update on follower_position, report, api_key to ${writer};

-- What was computed from recorded plans. Nothing here is evidence: all of it can be computed again.

create table exact_answer (
    tenant      text not null references tenant (slug),
    question    bytea not null,
    answered_at timestamptz not null,
    answer      bytea not null,
    primary key (tenant, question)
);
create index exact_answer_age on exact_answer (answered_at);
comment on table exact_answer is 'Exact tags and absence of rows, good for ever since runs and snapshots do not change; bounded by the service, oldest out';
comment on column exact_answer.question is 'SHA-256 of the plans and the key that were asked about; the key itself is not kept';
comment on column exact_answer.answer is 'Sets of ordinals, no row values and no trace ids';

create table whatif_job (
    id         uuid primary key,
    tenant     text not null references tenant (slug),
    asked_by   text not null,
    question   bytea not null,
    dataset    text not null,
    state      text not null check (state in ('running', 'done', 'failed')),
    started_at timestamptz not null,
    alive_at   timestamptz not null,
    ended_at   timestamptz,
    asked      bytea not null,
    reason     text,
    result     bytea
);
create index whatif_job_question on whatif_job (tenant, asked_by, question);
create index whatif_job_age on whatif_job (started_at);
comment on column whatif_job.alive_at is 'When the replica that runs it last said so: one that stopped says no more, and its jobs have failed';
comment on column whatif_job.asked is 'What the answer repeats of the question';
comment on column whatif_job.result is 'The diff, which holds row values; deleted with the job when it is old';

grant select, insert, delete on exact_answer to ${writer};
grant select, insert, update, delete on whatif_job to ${writer};

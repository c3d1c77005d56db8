-- Facts are stored deflated, and where they are like those of an earlier entry, deflated against them: what a job says
-- at each of its runs differs in a few words. What leaves commit to are the facts themselves, however they are stored.

alter table audit.facts
    add column form smallint not null default 0 check (form between 0 and 2),
    add column base bigint check ((form = 2) = (base is not null) and base < idx);
comment on column audit.facts.form is '0 the facts as they are, 1 deflated, 2 deflated with the facts of entry base as dictionary';
comment on column audit.facts.base is 'An earlier entry of the same log whose facts have form 1';
alter table audit.facts alter column facts set storage external;

/**
 * What DuckDB is asked. All columns are text or positions; no statement looks into a line. A line has a number `n`, and
 * goes by `type/id` and by its aliases in `names`.
 */
export const TABLES = [
  `create table lines (n bigint, type varchar, id varchar, digest varchar, file integer, line integer, owner varchar, raw varchar)`,
  'create table owners (n bigint, patient varchar)',
  'create table names (n bigint, name varchar)',
  'create table refs (n bigint, name varchar)',
  'create table deleted (name varchar)',
]

/** Whom a URN or an identifier of a patient means: the one patient who goes by it. A URN of nobody is a patient too. */
export const SETTLE = [
  `create temp table gone as select n from lines where type || '/' || id in (select name from deleted)`,
  `create temp table patient_names as
     select names.name, min('Patient/' || lines.id) as patient, count(distinct lines.id) as patients
     from names join lines using (n)
     where lines.type = 'Patient' and n not in (select n from gone) group by names.name`,
  `create temp table whose as
     select o.n, case when o.patient like 'Patient/%' then o.patient
       when p.patients = 1 then p.patient
       when p.patients is null and o.patient like 'urn:%' then o.patient end as patient
     from owners o left join patient_names p on p.name = o.patient
     where o.n not in (select n from gone)`,
]

/** Which line is in which charts, and the names of what belongs to no patient. */
export const PLACED = [
  'create table placed as select distinct patient, n from whose where patient is not null',
  // The same line in many files is one resource.
  `create temp table loose as
     select type, id, min(n) as n from lines
     where owner <> 'owned' and n not in (select n from gone) group by type, id, digest`,
  `create temp table targets as
     select type || '/' || id as name, n from loose where id <> ''
     union select name, n from names join loose using (n)`,
]

/** Charts that one line without a patient may be in by what it names: what names more, such as a list of all, is of none. */
const MOST_NAMED = 100

/** A line that names no patient belongs to the patients of what it names: a charge to that of its visit. */
export const LOOSE_BY_WHAT_THEY_NAME = `
  insert into placed
  with named as (
    select distinct p.patient, l.n
    from lines l join refs r on r.n = l.n
    join (select type || '/' || id as name, placed.patient from lines join placed using (n) where owner = 'owned') p on p.name = r.name
    where l.owner in ('nobody', 'another') and l.n not in (select n from gone)
  )
  select patient, n from named where n in (select n from named group by n having count(*) <= ${MOST_NAMED})`

/** What charts refer to and belongs to no patient, one step further. */
export const CLOSURE = `
  insert into placed
  select distinct p.patient, t.n
  from placed p join refs r on r.n = p.n join targets t on t.name = r.name
  where not exists (select 1 from placed q where q.patient = p.patient and q.n = t.n)`

/** Lines whose patient is not known: they name none and nothing leads to them, or they name one by what nobody goes by. */
export const UNPLACED = `
  select distinct file, line, type, owner from lines
  where owner in ('nobody', 'owned') and n not in (select n from gone)
    and (owner = 'nobody' and n not in (select n from placed) or n in (select n from whose where patient is null))
  order by file, line`

export const WHOLE_CHARTS = `
  select sha256(p.patient) as key, p.patient, l.type, l.digest, l.raw
  from placed p join lines l using (n)
  order by key, p.patient, l.type, l.id, l.digest`

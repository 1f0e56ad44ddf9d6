{{ config(enabled=is_tested(['portfolio_advices'])) }}

-- From -1 to 1, every lead has one advice.
with

advices as (

    select
        *,
        lead(valued_lead_from) over (partition by judged_by order by valued_lead_from)
            as next_from,
        row_number() over (partition by judged_by order by valued_lead_from) as place
    from {{ rules('portfolio_advices') }}

)

select
    judged_by,
    valued_lead_from,
    valued_lead_until
from advices
where
    (next_from is not null and valued_lead_until <> next_from)
    or (next_from is null and valued_lead_until <= 1)
    or (place = 1 and valued_lead_from > -1)

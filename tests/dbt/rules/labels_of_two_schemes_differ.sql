{{ config(enabled=is_tested(['tier_labels'])) }}

-- Names that two schemes give to their labels: a reader could not tell which is meant.
-- Only no_purchase has the same name in all schemes.
with

labels as (

    select
        scheme,
        lower(label_en) as label_text
    from {{ rules('tier_labels') }}
    where label <> 'no_purchase'
    union all
    select
        scheme,
        label_zh as label_text
    from {{ rules('tier_labels') }}
    where label <> 'no_purchase'

)

select label_text
from labels
group by label_text
having count(distinct scheme) > 1

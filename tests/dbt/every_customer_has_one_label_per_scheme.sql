-- Customers of customer_facts who miss a label, or whose label has no name.
select
    facts.store_id,
    facts.customer_id,
    facts.as_of_date
from {{ ref('customer_facts') }} as facts
left join {{ ref('customer_tiers') }} as tiers on {{ same_customer('facts', 'tiers') }}
where
    tiers.rfm_segment_label_zh is null
    or tiers.rfm_value_segment_label_zh is null
    or tiers.abc_class_label_zh is null
    or tiers.lifecycle_stage_label_zh is null

{{ config(enabled=is_enabled('value_type')) }}
-- No store falls between the bounds of the advices.
select
    facts.store_id,
    facts.as_of_date
from {{ ref('customer_tiers', 'customer_facts') }} as facts
left join {{ ref('customer_tiers', 'portfolio_focus') }} as focus
    on {{ same_store_and_date('facts', 'focus') }}
where focus.store_id is null

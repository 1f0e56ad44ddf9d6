{{ config(enabled=is_enabled('explanations')) }}

select
    store_id,
    customer_id,
    as_of_date
from {{ ref('customer_tiers', 'customer_tiers') }}
where headline_en is null or headline_zh is null

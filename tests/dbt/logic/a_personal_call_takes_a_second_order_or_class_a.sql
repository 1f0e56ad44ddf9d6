-- Customers with the action of priority 1 who ordered once and are not in class A; and
-- a playbook that would offer it to everyone.
select
    actions.store_id,
    actions.customer_id
from {{ ref('customer_tiers', 'customer_actions') }} as actions
inner join {{ ref('customer_tiers', 'customer_tiers') }} as tiers
    on {{ same_customer('actions', 'tiers') }}
where
    actions.priority = 1
    and tiers.order_count <= 1
    and tiers.abc_class <> 'A'
union all
select
    scheme as store_id,
    label as customer_id
from {{ rules('tier_playbook') }}
where
    priority = 1
    and for_whom <> 'repeat_or_class_a'

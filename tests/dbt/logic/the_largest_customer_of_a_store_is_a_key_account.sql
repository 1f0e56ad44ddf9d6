-- The customer, or tied customers, with the highest net revenue of a store are key
-- accounts.
with

accounts as (

    select
        *,
        max(net_revenue) over (
            partition by store_id, as_of_date
        ) as largest_net_revenue
    from {{ ref('customer_tiers', 'key_accounts') }}

)

select
    store_id,
    customer_id,
    as_of_date
from accounts
where
    net_revenue = largest_net_revenue
    and net_revenue > 0
    and key_account_status <> 'key_account'

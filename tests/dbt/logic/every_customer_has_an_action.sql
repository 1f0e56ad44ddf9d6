-- Customers of the newest date whose labels ask for nothing.
select
    tiers.store_id,
    tiers.customer_id
from {{ ref('customer_tiers', 'customer_tiers') }} as tiers
left join {{ ref('customer_tiers', 'customer_actions') }} as actions
    on {{ same_customer('tiers', 'actions') }}
where
    actions.customer_id is null
    and tiers.as_of_date = (
        select max(dates.as_of_date)
        from {{ ref('customer_tiers', 'int_as_of_dates') }} as dates
    )

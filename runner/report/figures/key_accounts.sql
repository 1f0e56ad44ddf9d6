with

-- if key_accounts
accounts as (

    select * from marts.key_accounts
    where
        as_of_date = $as_of
        and store_id = $store
        and key_account_status = 'key_account'

),

-- end
most_important as (

    select
        -- if key_accounts
        accounts.key_account_reason,
        -- end
        tiers.store_id,
        tiers.customer_id,
        tiers.as_of_date
    from marts.customer_tiers as tiers
    -- if key_accounts
    left join accounts
        on
            tiers.store_id = accounts.store_id
            and tiers.customer_id = accounts.customer_id
    -- end
    where
        tiers.as_of_date = $as_of
        and tiers.store_id = $store
        -- if not key_accounts
        and tiers.abc_class = 'A'
        -- end
    order by
        -- if key_accounts
        accounts.key_account_reason is null asc,
        coalesce(accounts.key_account_reason, '') = 'strategic' desc,
        -- end
        tiers.net_revenue desc,
        tiers.store_id asc,
        tiers.customer_id asc
    limit 100

)

select
    most_important.customer_id,
    -- if contacts
    contacts.full_name,
    -- end
    -- if stores
    most_important.store_id,
    -- end
    tiers.net_revenue,
    tiers.revenue_share,
    tiers.last_order_date,
    -- if key_accounts
    most_important.key_account_reason,
    -- end
    -- if customer_actions
    actions.action_$language as action,
    -- end
    -- if customer_grades
    tiers.customer_grade,
    -- end
    tiers.abc_class,
    tiers.rfm_segment,
    tiers.lifecycle_stage,
    tiers.headline_$language as headline
from most_important
inner join marts.customer_tiers as tiers
    on
        most_important.store_id = tiers.store_id
        and most_important.customer_id = tiers.customer_id
        and most_important.as_of_date = tiers.as_of_date
-- if customer_actions
left join marts.customer_actions as actions
    on
        most_important.store_id = actions.store_id
        and most_important.customer_id = actions.customer_id
        and most_important.as_of_date = actions.as_of_date
        and actions.action_rank = 1
-- end
-- if contacts
left join marts.customer_contacts as contacts
    on
        most_important.store_id = contacts.store_id
        and most_important.customer_id = contacts.customer_id
-- end
order by
    -- if key_accounts
    most_important.key_account_reason is null asc,
    -- end
    tiers.net_revenue desc,
    tiers.store_id asc,
    tiers.customer_id asc

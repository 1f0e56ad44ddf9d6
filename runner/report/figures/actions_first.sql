with

first_actions as (

    select
        actions.priority,
        actions.store_id,
        actions.customer_id,
        actions.action_$language as action,
        actions.label_$language as label,
        actions.channel_label_$language as channel,
        tiers.headline_$language as headline,
        tiers.net_revenue
    from marts.customer_actions as actions
    inner join marts.customer_tiers as tiers
        on
            actions.store_id = tiers.store_id
            and actions.customer_id = tiers.customer_id
            and actions.as_of_date = tiers.as_of_date
    where
        actions.as_of_date = $as_of
        and actions.store_id = $store
        and actions.action_rank = 1
        and actions.priority <= $until
    order by
        actions.priority asc,
        tiers.net_revenue desc,
        actions.store_id asc,
        actions.customer_id asc
    limit 50

)

select
    actions.customer_id,
    -- if contacts
    contacts.full_name,
    -- end
    -- if stores
    actions.store_id,
    -- end
    actions.action,
    actions.channel,
    actions.label,
    actions.headline,
    actions.net_revenue
from first_actions as actions
-- if contacts
left join marts.customer_contacts as contacts
    on
        actions.store_id = contacts.store_id
        and actions.customer_id = contacts.customer_id
-- end
order by
    actions.priority asc,
    actions.net_revenue desc,
    actions.store_id asc,
    actions.customer_id asc

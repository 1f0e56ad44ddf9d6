with

-- Each line of the playbook has a priority of its own.
customers_by_channel as (

    select
        actions.priority,
        actions.channel_label_$language as channel,
        any_value(actions.action_$language) as action,
        any_value(actions.label_$language) as label,
        count(*) as customer_count,
        sum(tiers.net_revenue) as net_revenue
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
    group by all

)

select
    priority,
    action,
    label,
    string_agg(channel, ' / ' order by customer_count desc, channel asc) as channel,
    sum(customer_count) as customer_count,
    sum(net_revenue) as net_revenue
from customers_by_channel
group by priority, action, label
order by priority asc, action asc

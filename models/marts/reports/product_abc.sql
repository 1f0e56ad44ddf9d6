{{ config(materialized='as_of', enabled=is_enabled('product_abc')) }}

with

events as (

    select
        events.store_id,
        as_of_dates.as_of_date,
        events.product_id,
        events.category,
        events.quantity,
        events.net_amount,
        events.cost_amount
    from {{ if_given('order_lines', 'int_line_events', {
        'store_id': 'string', 'event_date': 'date',
        'product_id': 'string', 'category': 'string', 'quantity': 'decimal(18, 4)',
        'net_amount': 'decimal(18, 4)', 'cost_amount': 'decimal(18, 4)',
    }) }} as events
    inner join {{ ref('customer_tiers', 'int_as_of_dates') }} as as_of_dates
        on events.event_date <= as_of_dates.as_of_date

),

items as (

    {%- for kind, column in {'product': 'product_id', 'category': 'category'}.items() %}

    select
        store_id,
        as_of_date,
        '{{ kind }}' as item_kind,
        {{ column }} as item,
        sum(quantity) as quantity,
        sum(net_amount) as net_revenue,
        case when count(*) = count(cost_amount) then sum(net_amount - cost_amount) end
            as margin_amount
    from events
    where {{ column }} is not null
    group by store_id, as_of_date, {{ column }}
    -- Without any amount there is no revenue to judge by.
    having count(net_amount) > 0
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

-- Equal revenue, equal class: only strictly more counts as better.
items_with_shares as (

    select
        *,
        sum(greatest(net_revenue, 0)) over everyone as total_amount,
        sum(greatest(net_revenue, 0)) over not_worse
        - sum(greatest(net_revenue, 0)) over equals as amount_above
    from items
    where
        {{ fits_in_money(
            "item_kind || ' ' || item || ' in store ' || store_id",
            ['quantity', 'net_revenue', 'margin_amount']
        ) }}
    window
        everyone as (partition by store_id, as_of_date, item_kind),
        not_worse as (
            partition by store_id, as_of_date, item_kind
            order by net_revenue desc
            range between unbounded preceding and current row
        ),
        equals as (partition by store_id, as_of_date, item_kind, net_revenue)

),

classes as (

    select
        abc_class,
        class_rank,
        revenue_share_below,
        coalesce(lag(revenue_share_below) over (order by class_rank desc), 0)
            as revenue_share_from
    from {{ rules('abc_classes') }}

),

product_abc as (

    select
        items.store_id,
        items.as_of_date,
        items.item_kind,
        items.item,
        cast(items.quantity as decimal(18, 4)) as quantity,
        cast(items.net_revenue as decimal(18, 4)) as net_revenue,
        cast(items.margin_amount as decimal(18, 4)) as margin_amount,
        case
            when items.net_revenue > 0
                then {{ ratio('items.net_revenue', 'items.total_amount') }}
        end as revenue_share,
        case
            when items.net_revenue > 0
                then {{ ratio('items.amount_above', 'items.total_amount') }}
        end as revenue_share_before,
        classes.abc_class
    from items_with_shares as items
    -- Items at or below zero are outside the shares, in the lowest class.
    inner join classes
        on
            case
                when items.net_revenue > 0
                    then
                        items.amount_above
                        >= classes.revenue_share_from * items.total_amount
                        and items.amount_above
                        < classes.revenue_share_below * items.total_amount
                else classes.class_rank = 1
            end

)

select * from product_abc

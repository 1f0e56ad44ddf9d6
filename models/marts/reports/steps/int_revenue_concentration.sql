{{ config(enabled=is_enabled('value_type')) }}

with

-- The number of better customers: places are given from the largest revenue down.
histogram as (

    select
        *,
        total_customer_count - worse_customer_count - customer_count
            as better_customer_count,
        greatest(metric_value, 0) as amount
    from {{ ref('customer_tiers', 'int_metric_histogram') }}
    where metric = '{{ net_revenue_metric() }}'

),

revenue_concentration as (

    select
        store_id,
        as_of_date,
        {%- for top in ['top', 'upper'] %}
        -- Among customers with the same value, as many as there are places left.
        {{ ratio(
            'sum(amount * least(customer_count, greatest(ceil('
            ~ setting(top ~ '_customer_share')
            ~ ' * total_customer_count) - better_customer_count, 0)))',
            'max(total_amount)'
        ) }} as {{ top }}_net_revenue_share,
        {%- endfor %}
        -- With doubles, the order of addition would change the last digit.
        cast(
            sum(
                cast(
                    customer_count
                    * {{ ratio('amount', 'total_amount') }}
                    * {{ ratio('amount', 'total_amount') }}
                    as decimal(38, 30)
                )
            ) as double
        ) as herfindahl_index
    from histogram
    group by store_id, as_of_date

)

select * from revenue_concentration

{{ config(enabled=is_used('movement') and is_used('key_account')) }}

with

moves as (

    select * from {{ ref('customer_tiers', 'int_key_account_moves') }}

),

as_of_dates as (

    select * from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where movement_version is not null

),

values_of_moves as (

    {%- for metric in key_account_metrics() %}

    select distinct
        store_id,
        as_of_date,
        '{{ histogram_metric(metric) }}' as metric,
        cast({{ metric }} as decimal(18, 4)) as metric_value,
        0 as customer_count,
        0 as is_earlier
    from moves
    where {{ metric }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

earlier_values as (

    select
        ranks.store_id,
        as_of_dates.as_of_date,
        ranks.metric,
        ranks.metric_value,
        ranks.customer_count,
        1 as is_earlier
    from {{ ref('customer_tiers', 'int_key_account_percent_ranks') }} as ranks
    inner join as_of_dates on ranks.as_of_date = as_of_dates.previous_as_of_date
    where
        ranks.metric in (
            'rfm_monetary', 'net_revenue', 'growth_ratio', 'satisfied_order_count',
            'referral_count'
        )

),

all_values as (

    select * from values_of_moves
    union all
    select * from earlier_values

),

-- Of equal values the one looked up comes first: worse are those before it.
values_with_worse as (

    select
        *,
        sum(customer_count) over (
            partition by store_id, as_of_date, metric
            order by metric_value, is_earlier
            rows between unbounded preceding and current row
        ) as worse_customer_count,
        sum(customer_count) over (
            partition by store_id, as_of_date, metric
        ) as earlier_customer_count
    from all_values

),

earlier_percent_ranks as (

    select
        store_id,
        as_of_date,
        metric,
        metric_value,
        coalesce(
            least(
                {{ ratio('worse_customer_count', 'earlier_customer_count - 1') }}, 1
            ),
            0
        ) as percent_rank
    from values_with_worse
    where is_earlier = 0

)

select * from earlier_percent_ranks

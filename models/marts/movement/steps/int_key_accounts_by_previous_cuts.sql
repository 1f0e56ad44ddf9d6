{{ config(enabled=is_enabled('movement') and is_enabled('key_account')) }}
with

as_of_dates as (

    select * from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where movement_version is not null

),

cuts as (

    select * from {{ ref('customer_tiers', 'tier_cuts') }}

),

weights as (

    select {{ weights_in_a_row() }}
    from {{ rules('key_account_weights') }} as weights

),

-- Few change their status: only for them the ranks of the date before are looked up.
facts as (

    select
        today.*,
        as_of_dates.previous_as_of_date
    from {{ ref('customer_tiers', 'key_accounts') }} as today
    inner join as_of_dates on today.as_of_date = as_of_dates.as_of_date
    inner join {{ ref('customer_tiers', 'key_accounts') }} as past
        on
            today.store_id = past.store_id
            and today.customer_id = past.customer_id
            and as_of_dates.previous_as_of_date = past.as_of_date
            and today.key_account_status <> past.key_account_status

),

metric_values as (

    {%- for metric in key_account_metrics() %}
    select distinct
        store_id,
        as_of_date,
        '{{ histogram_metric(metric) }}' as metric,
        cast({{ metric }} as decimal(18, 4)) as metric_value,
        0 as customer_count
    from facts
    union all
    {%- endfor %}
    select
        ranks.store_id,
        as_of_dates.as_of_date,
        ranks.metric,
        ranks.metric_value,
        ranks.customer_count
    from {{ ref('customer_tiers', 'int_key_account_percent_ranks') }} as ranks
    inner join as_of_dates on ranks.as_of_date = as_of_dates.previous_as_of_date

),

-- Of equal values the one looked up comes first; the others are found by nobody.
ranks as (

    select
        store_id,
        as_of_date,
        metric,
        case when customer_count = 0 then metric_value end as metric_value,
        case
            when sum(customer_count) over everyone > 1
                then least(1, {{ ratio(
                    'sum(customer_count) over worse', 'sum(customer_count) over everyone - 1'
                ) }})
            when sum(customer_count) over everyone = 1 then 0
        end as percent_rank
    from metric_values
    window
        everyone as (partition by store_id, as_of_date, metric),
        worse as (
            partition by store_id, as_of_date, metric
            order by metric_value, customer_count
            rows between unbounded preceding and current row
        )

),

customers as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.is_strategic,
        facts.lifecycle_stage,
        abc_cut.level as abc_class,
        revenue_cut.level as revenue_level,
        {{ key_account_ranks() }}
    from facts
    {{ join_cut('abc', 'net_revenue', 'abc_cut', 'previous_as_of_date') }}
    {{ join_cut('key_account', 'net_revenue', 'revenue_cut', 'previous_as_of_date') }}
    {{ join_key_account_ranks() }}

),

key_accounts_by_previous_cuts as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        {{ key_account_status() }} as key_account_status
    from customers
    cross join weights

)

select * from key_accounts_by_previous_cuts

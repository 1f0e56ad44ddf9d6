{%- set labels = label_columns() -%}

with

as_of_dates as (

    select * from {{ ref('int_as_of_dates') }}
    where movement_version is not null

),

customers as (

    select * from {{ ref('customer_tiers') }}

),

facts as (

    select
        customers.*,
        as_of_dates.previous_as_of_date,
        as_of_dates.is_newest
    from customers
    inner join as_of_dates on customers.as_of_date = as_of_dates.as_of_date

),

judged_by_earlier_cuts as (

    select * from {{ ref('rfm_judgements') }}
    where cuts_of = 'earlier'

),

cuts as (

    select * from {{ ref('tier_cuts') }}
    where scheme = 'abc'

),

customers_with_their_past as (

    select
        facts.*,
        past.customer_id is null as is_entered,
        {%- for label in labels.values() %}
        past.{{ label }} as {{ label }}_before,
        {%- endfor %}
        past.days_since_last_order as days_before,
        past.order_count as order_count_before,
        past.net_revenue as net_revenue_before,
        judged.rfm_segment as rfm_segment_by_earlier_cuts,
        judged.rfm_value_segment as rfm_value_segment_by_earlier_cuts,
        earlier_cut.level as abc_class_by_earlier_cuts,
        -- Its bounds are rules, the same at all dates.
        facts.lifecycle_stage as lifecycle_stage_by_earlier_cuts
    from facts
    left join customers as past
        on
            facts.store_id = past.store_id
            and facts.customer_id = past.customer_id
            and facts.previous_as_of_date = past.as_of_date
    inner join judged_by_earlier_cuts as judged
        on {{ same_customer('facts', 'judged') }}
    {{ join_cut('abc', 'net_revenue', 'earlier_cut', 'previous_as_of_date') }}

),

moves as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        customers.previous_as_of_date,
        customers.is_newest,
        schemes.scheme,
        customers.is_entered,
        {{ label_of_scheme(labels, '_before') }} as from_label,
        {{ label_of_scheme(labels, '') }} as to_label,
        {{ label_of_scheme(labels, '_by_earlier_cuts') }} as label_by_earlier_cuts,
        customers.days_before,
        customers.days_since_last_order,
        customers.order_count_before,
        customers.order_count,
        customers.net_revenue_before,
        customers.net_revenue
    from customers_with_their_past as customers
    cross join {{ schemes_of(labels) }}

),

label_moves as (

    select
        *,
        case
            when is_entered then 'entered'
            when from_label = to_label then 'unchanged'
            when from_label = label_by_earlier_cuts then 'cuts'
            else 'behaviour'
        end as cause
    from moves

)

select * from label_moves

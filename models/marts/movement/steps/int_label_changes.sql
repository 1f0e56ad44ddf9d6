{{ config(enabled=is_enabled('movement')) }}
{%- set labels = label_columns() -%}

with

as_of_dates as (

    select * from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where movement_version is not null

),

-- Read twice: as one shared CTE, all rows would be materialized first.
customers as (

    select * from {{ ref('customer_tiers', 'customer_tiers') }}

),

past as (

    select * from {{ ref('customer_tiers', 'customer_tiers') }}

),

facts as (

    select
        customers.*,
        as_of_dates.previous_as_of_date,
        as_of_dates.is_newest
    from customers
    inner join as_of_dates on customers.as_of_date = as_of_dates.as_of_date

),

previous_cuts as (

    select * from {{ ref('customer_tiers', 'int_labels_by_previous_cuts') }}

),

customers_with_their_past as (

    select
        {%- for scheme, label in labels.items() %}
        past.{{ label }} as {{ label }}_before,
        {{ 'facts' if scheme in fixed_schemes() else 'previous_cuts' }}.{{ label }}
            as {{ label }}_by_previous_cuts,
        {%- endfor %}
        facts.*
    from facts
    left join past
        on
            facts.store_id = past.store_id
            and facts.customer_id = past.customer_id
            and facts.previous_as_of_date = past.as_of_date
    inner join previous_cuts on {{ same_customer('facts', 'previous_cuts') }}

),

changes as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        customers.previous_as_of_date,
        customers.is_newest,
        schemes.scheme,
        {{ label_of_scheme(labels, '_before') }} as label_before,
        {{ label_of_scheme(labels, '') }} as label,
        {{ label_of_scheme(labels, '_by_previous_cuts') }} as label_by_previous_cuts,
        customers.net_revenue
    from customers_with_their_past as customers
    cross join {{ schemes_of(labels) }}

),

label_changes as (

    select
        *,
        coalesce(label_before, 'entered') as from_label,
        coalesce(label, 'left') as to_label,
        case
            when label_before is null then 'entered'
            when label is null then 'left'
            when label_before = label then 'unchanged'
            when label_before = label_by_previous_cuts then 'cuts'
            else 'behaviour'
        end as cause
    from changes
    where
        label_before is not null
        or label is not null

)

select * from label_changes

{{ config(enabled=is_enabled('customer_actions')) }}

{%- set labels = label_columns() -%}

with

newest_date as (

    select as_of_date
    from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where is_newest

),

tiers as (

    select tiers.*
    from {{ ref('customer_tiers', 'customer_tiers') }} as tiers
    inner join newest_date on tiers.as_of_date = newest_date.as_of_date

),

{%- if is_enabled('grade') %}

grades as (

    select * from {{ ref('customer_tiers', 'customer_grades') }}

),
{%- endif %}

profiles as (

    select * from {{ customer_profiles() }}

),

customers as (

    select
        tiers.store_id,
        tiers.customer_id,
        tiers.as_of_date,
        {%- for label in labels.values() %}
        tiers.{{ label }},
        {%- endfor %}
        {{ contact_code('profiles') }} as contact_code,
        coalesce(tiers.order_count > 1 or tiers.abc_class = 'A', false)
            as is_repeat_or_class_a,
        {{ if_enabled(
            is_enabled('grade'), "grades.grade_rule = 'lapsed_high_value'", 'boolean'
        ) }}
            as is_lapsed_high_value
    from tiers
    left join profiles on {{ known_profile('tiers') }}
    {%- if is_enabled('grade') %}
    inner join grades on {{ same_customer('tiers', 'grades') }}
    {%- endif %}

),

-- Customers with the same labels have the same actions.
customers_to_act_on as (

    select
        *,
        concat_ws(
            '|',
            {%- for label in labels.values() %}
            coalesce({{ label }}, '-'),
            {%- endfor %}
            case when is_repeat_or_class_a then 'repeat_or_class_a' else '-' end,
            case when is_lapsed_high_value then 'lapsed_high_value' else '-' end
        ) as label_profile
    from customers

)

select * from customers_to_act_on

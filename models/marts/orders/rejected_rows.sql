{%- set inputs = {
    'customer_aliases': 'int_screened_aliases',
    'customers': 'int_screened_customers',
    'feedback': 'int_screened_feedback',
    'order_lines': 'int_screened_lines',
    'referrals': 'int_screened_referrals',
    'refunds': 'int_screened_refunds',
} -%}

with

rejected_rows as (

    select
        cast(null as {{ dbt.type_string() }}) as input_name,
        cast(null as {{ dbt.type_string() }}) as rejection_reason,
        cast(null as {{ dbt.type_string() }}) as raw_row
    where 1 = 0
    {%- for input, model in inputs.items() if is_given(input) %}
    union all
    select
        '{{ input }}' as input_name,
        rejection_reason,
        concat_ws(
            '; '
            {%- for column in mapping_words().columns[input] -%}
            ,
            '{{ column }}=' || cast(raw_{{ column }} as {{ dbt.type_string() }})
            {%- endfor %}
        ) as raw_row
    from {{ ref('customer_tiers', model) }}
    where rejection_reason is not null
    {%- endfor %}

)

select * from rejected_rows

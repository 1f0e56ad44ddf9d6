{%- set inputs = {
    'customer_aliases': 'int_screened_aliases',
    'customers': 'int_screened_customers',
    'feedback': 'int_screened_feedback',
    'order_lines': 'int_screened_lines',
    'referrals': 'int_screened_referrals',
} -%}

with

rejected_rows as (

    {%- for input, model in inputs.items() %}

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
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select * from rejected_rows

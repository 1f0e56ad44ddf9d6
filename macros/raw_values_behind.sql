{% macro raw_values_behind(reason) %}
    {%- set columns = {
        'invalid_timestamp': ['raw_ordered_at', 'raw_refunded_at'],
        'incredible_timestamp': ['raw_ordered_at', 'raw_refunded_at'],
        'future_timestamp': ['raw_ordered_at', 'raw_refunded_at'],
        'invalid_amount': [
            'raw_gross_amount', 'raw_discount_amount', 'raw_refund_amount', 'raw_cost_amount'
        ],
        'negative_amount': [
            'raw_gross_amount', 'raw_discount_amount', 'raw_refund_amount', 'raw_cost_amount'
        ],
        'unknown_status': ['raw_order_status'],
        'unknown_currency': ['raw_currency'],
    }.get(reason, []) -%}
    {%- set are_words = columns | length == 1 -%}
    {%- set most = 10 if are_words else 3 -%}
    {%- set found = [] -%}
    {%- for column in columns -%}
        {%- set text = nth('raw_texts', raw_order_columns().index(column) + 1) -%}
        {%- set query -%}
            select
                case
                    -- Whatever stands in the wrong column: addresses of people are not shown.
                    when {{ text }} like '%@%' then '(hidden)'
                    else substring(coalesce({{ clean_text(text) }}, '(empty)'), 1, 40)
                end as shown_value,
                count(*) as row_count
            from {{ this }}
            where
                rejection_reason = '{{ reason }}'
                and {{ is_behind(reason, column, text) }}
            group by 1
            order by row_count desc, shown_value
            limit {{ most + 1 }}
        {%- endset -%}
        {%- set rows = run_query(query).rows -%}
        {%- set values = [] -%}
        {%- for row in rows[:most] -%}
            {%- do values.append(
                row['shown_value'] ~ ' {:,}'.format(row['row_count']) if are_words
                else '"' ~ row['shown_value'] ~ '"'
            ) -%}
        {%- endfor -%}
        {%- if values -%}
            {%- do found.append(
                ('' if are_words else column[4:] ~ ' ') ~ values | join(', ')
                ~ (' and others' if rows | length > most else '')
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found | join(', ')) }}
{% endmacro %}

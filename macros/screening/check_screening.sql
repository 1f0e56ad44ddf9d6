{#- A hook of the screened orders: nothing is built from data that was not
    understood. -#}
{% macro check_screening() %}
    {%- set query -%}
        with

        counts as (

            select
                count(*) as row_count,
                count(*) filter (where rejection_reason is null) as accepted_count,
                count(*) filter (where rejection_reason <> 'left_out') as rejected_count
            from {{ this }}

        )

        select
            *,
            rejected_count
            > {{ setting('max_rejected_share') }} * (accepted_count + rejected_count)
                as are_too_many_rejected
        from counts
    {%- endset -%}
    {%- set counts = run_query(query).rows[0] if execute else {'accepted_count': 1} -%}
    {%- set advice = 'Correct `columns:` of inputs.orders, say under `statuses:` what each status means, '
        ~ 'or add what is missing to the rules' -%}
    {%- if counts['row_count'] == 0 -%}
        {{ refuse('the orders have no rows, so there is nobody to judge.') }}
    {%- elif counts['accepted_count'] == 0 -%}
        {{ refuse('no order was accepted. ' ~ rejection_summary() ~ '. ' ~ advice ~ '.') }}
    {%- elif counts['are_too_many_rejected'] -%}
        {{ refuse(
            '{:,} of {:,} rows of the orders were rejected, more than the share of '.format(
                counts['rejected_count'], counts['rejected_count'] + counts['accepted_count']
            )
            ~ setting('max_rejected_share') ~ ' that var max_rejected_share allows. '
            ~ rejection_summary() ~ '. ' ~ advice ~ ', or allow a larger share.'
        ) }}
    {%- endif -%}
{% endmacro %}

{% macro rejection_summary() %}
    {%- set query -%}
        select
            rejection_reason,
            count(*) as row_count
        from {{ this }}
        where rejection_reason is not null
        group by rejection_reason
        order by row_count desc, rejection_reason
    {%- endset -%}
    {%- set reasons = [] -%}
    {%- for reason in run_query(query).rows -%}
        {%- set values = rejected_values(reason['rejection_reason']) -%}
        {%- do reasons.append(
            reason['rejection_reason'] ~ ': {:,}'.format(reason['row_count'])
            ~ (' row' if reason['row_count'] == 1 else ' rows')
            ~ (': ' ~ values if values else '')
        ) -%}
    {%- endfor -%}
    {{ return(reasons | join('; ')) }}
{% endmacro %}

{% macro rejected_values(reason) %}
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
        {%- set text = list_item('raw_texts', raw_order_columns().index(column) + 1) -%}
        {%- set query -%}
            select
                case
                    -- A column may be mapped wrongly: never show e-mail addresses.
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

{% macro is_behind(reason, column, text) -%}
    {%- set is_required = column in ('raw_ordered_at', 'raw_gross_amount') -%}
    {%- set moment = timestamp_in(clean_text(text)) -%}
    {%- set amount = decimal_in(clean_text(text), 'decimal(18, 4)') -%}
    {%- if reason == 'invalid_timestamp' and is_required -%}
        {{ moment }} is null
    {%- elif reason == 'invalid_timestamp' -%}
        {{ is_unreadable(moment, text) }}
    {%- elif reason == 'future_timestamp' -%}
        cast({{ moment }} as date) > {{ latest_credible_date() }}
    {%- elif reason == 'incredible_timestamp' -%}
        cast({{ moment }} as date) < {{ earliest_credible_date() }}
    {%- elif reason == 'invalid_amount' and is_required -%}
        {{ amount }} is null
    {%- elif reason == 'invalid_amount' -%}
        {{ is_unreadable(amount, text) }}
    {%- elif reason == 'negative_amount' -%}
        {{ amount }} < 0
    {%- else -%}
        {{ text }} is not null
    {%- endif -%}
{%- endmacro %}

{% macro refuse(sentence) %}
    {{ exceptions.raise_compiler_error('Data refused: ' ~ sentence) }}
{% endmacro %}

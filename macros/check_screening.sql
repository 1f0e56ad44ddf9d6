{#- A hook of the screened orders: behind it nothing is built from what was not understood. -#}
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
    {%- set advice = 'Correct `columns:` of inputs.orders, or add what is missing to the rules' -%}
    {%- if counts['row_count'] == 0 -%}
        {{ refuse('the orders have no rows, so there is nobody to judge.') }}
    {%- elif counts['accepted_count'] == 0 -%}
        {{ refuse('no order was accepted. ' ~ what_was_rejected() ~ '. ' ~ advice ~ '.') }}
    {%- elif counts['are_too_many_rejected'] -%}
        {{ refuse(
            '{:,} of {:,} rows of the orders were rejected, more than the share of '.format(
                counts['rejected_count'], counts['rejected_count'] + counts['accepted_count']
            )
            ~ setting('max_rejected_share') ~ ' that var max_rejected_share allows. '
            ~ what_was_rejected() ~ '. ' ~ advice ~ ', or allow a larger share.'
        ) }}
    {%- endif -%}
{% endmacro %}

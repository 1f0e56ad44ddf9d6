{% macro what_was_rejected() %}
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
        {%- set values = raw_values_behind(reason['rejection_reason']) -%}
        {%- do reasons.append(
            reason['rejection_reason'] ~ ': {:,}'.format(reason['row_count'])
            ~ (' row' if reason['row_count'] == 1 else ' rows')
            ~ (': ' ~ values if values else '')
        ) -%}
    {%- endfor -%}
    {{ return(reasons | join('; ')) }}
{% endmacro %}

{% macro json_files_of_arrays(place, source, objects) %}
    {%- set query -%}
        select filename, count(*), count(*) filter (json_type(json) = 'ARRAY')
        from {{ objects }}
        where json_type(json) <> 'OBJECT'
        group by filename
        order by filename
    {%- endset -%}
    {%- set files = [] -%}
    {%- for file, others, arrays in run_query(query).rows -%}
        {%- if others != arrays or objects.startswith('(') -%}
            {{ exceptions.raise_compiler_error(
                "inputs." ~ place ~ ": " ~ others ~ " of the values in " ~ file ~ " are no objects; "
                ~ "each row must be one, such as {\"order_id\": 1}."
            ) }}
        {%- endif -%}
        {%- do files.append(file) -%}
    {%- endfor -%}
    {{ return(files) }}
{% endmacro %}
